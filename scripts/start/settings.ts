import { join, resolve } from 'node:path';
import { supervisorVariables } from '../../packages/core/src/env/outer-variables.ts';

/** What the supervisor itself reads from the environment; everything else goes to the children as it is. */
export type Settings = {
  port: number;
  host: string;
  /** Absolute. */
  dataDir: string;
  /** Undefined: the embedded database. */
  databaseUrl: string | undefined;
  /** Past a connection pooler that `databaseUrl` leads through; undefined: there is none. */
  directUrl: string | undefined;
};

/** Something about the machine or its settings that only the user can change; shown as one line, without a stack. */
export class StartError extends Error {}

/** Empty variables count as unset; a relative DATA_DIR is taken from `root`. Throws StartError. */
export function readSettings(env: Record<string, string | undefined>, root: string): Settings {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StartError(`PORT must be a whole number from 1 to 65535, not "${env.PORT}"`);
  return {
    port,
    host: env.HOST || '127.0.0.1',
    dataDir: resolve(root, supervisorVariables.parse({ DATA_DIR: env.DATA_DIR || undefined }).DATA_DIR),
    databaseUrl: env.DATABASE_URL || undefined,
    directUrl: (env.DATABASE_URL && env.DATABASE_DIRECT_URL) || undefined,
  };
}

/** The folder of the embedded database. */
export function databaseFolder(dataDir: string): string {
  return join(dataDir, 'database');
}

/** Where a person finds the server: loopback by its usual name. */
export function addressOf({ host, port }: Settings): string {
  const name = host === '127.0.0.1' || host === '::1' ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
