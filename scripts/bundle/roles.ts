import type { FileName } from '../../apps/api/src/find-file.ts';

/** What one process runs, as a folder of its own. */
export type Role = {
  /** What runs it: Node, as a process, or the runtime of Cloudflare Workers. */
  runtime: 'node' | 'workerd';
  /** Code by the name it is built under, from the root of the repository. */
  entries: Record<string, string>;
  /** With what only an API reads: the country database and the reader of its documentation. */
  files: readonly FileName[];
  /** With the dashboard. */
  hasWeb: boolean;
};

/** Every output of a build, `dist/NAME`. */
export const roles = {
  api: {
    entries: { server: 'apps/api/src/start.ts', lambda: 'apps/api/src/servers/lambda.ts' },
    runtime: 'node',
    files: ['countries.mmdb', 'reference.js'],
    hasWeb: true,
  },
  web: {
    entries: { server: 'apps/api/src/web-server/main.ts' },
    runtime: 'node',
    files: [],
    hasWeb: true,
  },
  worker: {
    entries: { main: 'packages/jobs/src/start.ts', 'run-once': 'packages/jobs/src/run-once.ts' },
    runtime: 'node',
    files: [],
    hasWeb: false,
  },
  migrate: {
    entries: {
      main: 'packages/jobs/src/migrate/main.ts',
      'prepare-database': 'packages/jobs/src/migrate/prepare-database.ts',
    },
    runtime: 'node',
    files: [],
    hasWeb: false,
  },
  edge: {
    entries: { worker: 'apps/api/src/servers/cloudflare.ts' },
    runtime: 'workerd',
    // The platform says where its clients are.
    files: ['reference.js'],
    hasWeb: false,
  },
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof roles;
export const roleNames = Object.keys(roles) as RoleName[];

/** Roles that are processes, and so containers. */
export type ProcessRoleName = {
  [Name in RoleName]: (typeof roles)[Name]['runtime'] extends 'node' ? Name : never;
}[RoleName];
export const processRoleNames = roleNames.filter(
  (name): name is ProcessRoleName => roles[name].runtime === 'node',
);
