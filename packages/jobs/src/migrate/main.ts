import { readDirectUrl } from '../env.ts';
import { prepareDatabase } from './prepare-database.ts';

/** Runs once, before the processes of a release start. */
async function main(): Promise<void> {
  const { applied, ahead } = await prepareDatabase({ url: readDirectUrl() });
  for (const name of applied) process.stdout.write(`applied ${name}\n`);
  for (const name of ahead) process.stdout.write(`ahead of this release ${name}\n`);
  process.stdout.write('MIGRATED\n');
}

main().catch((error: unknown) => {
  console.error(`apiscope migrate: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
