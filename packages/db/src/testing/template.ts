/** The migrated database that tests are cloned from, made once per run. */
export type TestTemplate =
  | { kind: 'embedded' /** File with the dump of a migrated data directory. */; dump: string }
  | {
      kind: 'native' /** Connection string of the server's maintenance database. */;
      url: string /** Name of the template database. */;
      database: string;
    };

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only interfaces are merged with the declaration of vitest.
  export interface ProvidedContext {
    testTemplate: TestTemplate;
  }
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}
