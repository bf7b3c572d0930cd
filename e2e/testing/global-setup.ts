import type { TestProject } from 'vitest/node';
import { importData } from './import-data.ts';
import { makeMigratedData } from './make-migrated-data.ts';
import { startServer } from './start-server.ts';

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface merges into Vitest's own.
  export interface ProvidedContext {
    url: string;
    /** The data directory that servers start on copies of. */
    migratedData: string;
  }
}

/** One server with imported data for all specs that do not need one of their own, and the data that those start on. */
export async function setup(project: TestProject) {
  const migrated = await makeMigratedData();
  const server = await startServer({}, migrated.directory);
  const tearDown = async () => {
    await server.stop();
    await migrated.drop();
  };
  try {
    await importData(server.url);
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide('url', server.url);
  project.provide('migratedData', migrated.directory);
  return tearDown;
}
