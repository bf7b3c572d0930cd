import type { DbOrTx } from '../client.ts';

/** What answers at the other end: the embedded PostgreSQL or one of its own, and its version. */
export type DatabaseDescription = { kind: 'embedded' | 'external'; version: string };

/** Asks the database what it is. PGlite is compiled to WebAssembly, which its version text tells. */
export async function describeDatabase(db: DbOrTx): Promise<DatabaseDescription> {
  const [row] = await db.$queryRaw<{ version: string; build: string }[]>`
    SELECT current_setting('server_version') AS version, version() AS build`;
  return { kind: /wasm|emscripten/i.test(row!.build) ? 'embedded' : 'external', version: row!.version };
}

/** One round trip. @throws when the database cannot be reached. */
export async function pingDatabase(db: DbOrTx): Promise<void> {
  await db.$queryRaw`SELECT 1`;
}
