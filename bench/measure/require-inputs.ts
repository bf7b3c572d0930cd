import { sharedData } from '../data/shared-data.ts';
import { serverUrl } from '../env.ts';

/** What a bench needs from outside; where it is missing the bench says so and ends, which is no failure. */
export function requireInputs(): { serverUrl: string; data: URL } {
  const missing = [
    ...(sharedData === null ? ['the folder shared/data beside the repository'] : []),
    ...(serverUrl === '' ? ['TEST_DATABASE_URL, a native PostgreSQL server'] : []),
  ];
  if (sharedData !== null && missing.length === 0) return { serverUrl, data: sharedData };
  console.log(`skipped: without ${missing.join(' and ')} there is nothing to measure`);
  process.exit(0);
}
