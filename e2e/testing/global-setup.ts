import type { TestProject } from 'vitest/node';
import { importData } from './import-data.ts';
import { startServer } from './start-server.ts';

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface merges into Vitest's own.
  export interface ProvidedContext {
    url: string;
  }
}

/** One server with imported data for all specs that do not need one of their own. */
export async function setup(project: TestProject) {
  const server = await startServer();
  try {
    await importData(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('url', server.url);
  return () => server.stop();
}
