import type pg from 'pg';
import type { Clock } from '../../packages/core/src/clock.ts';
import type { Db } from '../../packages/db/src/client.ts';

/** `skip`: could not be looked at, for what another check says. */
export type Status = 'ok' | 'warn' | 'fail' | 'skip';

/** What a check found; one that is not ok says what mends it. */
export type Outcome =
  | { status: 'ok' | 'skip'; says: string }
  | { status: 'warn' | 'fail'; says: string; fix: string };

export type Finding = Outcome & { name: string };

/** What is looked at. */
export type Machine = {
  /** Of the repository. */
  root: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Why `.env` could not be read; null when it could, or there is none. */
  envFile: string | null;
  clock: Clock;
  /** Absolute. */
  dataDir: string;
  host: string;
  port: number;
};

/** The database that `npm start` would use. */
export type OpenDatabase = {
  kind: 'embedded' | 'external';
  /** Whether it serves now, or a copy of it does that was made to look into it. */
  isRunning: boolean;
  client: pg.Client;
  url: string;
  db: Db;
};

export type Check = { name: string; run(machine: Machine): Promise<Outcome> | Outcome };
export type DatabaseCheck = {
  name: string;
  /** Whether it looks into the tables, which only a database that was migrated has. */
  needsTables?: true;
  run(database: OpenDatabase, machine: Machine): Promise<Outcome> | Outcome;
};

export const ok = (says: string): Outcome => ({ status: 'ok', says });
export const skip = (says: string): Outcome => ({ status: 'skip', says });
export const warn = (says: string, fix: string): Outcome => ({ status: 'warn', says, fix });
export const fail = (says: string, fix: string): Outcome => ({ status: 'fail', says, fix });

/** The words of whatever was thrown; of several causes each. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
