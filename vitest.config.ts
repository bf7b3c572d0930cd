import { defineConfig } from 'vitest/config';

const onDatabase = '**/*.db.test.ts';
const exclude = ['**/node_modules/**', '**/build/**', '**/.data/**'];

/** Projects of their own, so that a run without database tests starts no database, and one without infra fetches no platform. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A busy machine takes its time over what takes an instant elsewhere.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          // Loading what a file imports takes longer than most of them: they share it. None may leave anything behind.
          isolate: false,
          include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [...exclude, onDatabase],
        },
      },
      {
        extends: true,
        test: {
          name: 'infra',
          include: ['infra/**/*.test.ts'],
          exclude,
          globalSetup: ['infra/testing/install-platform.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          // As for the pure ones; what a file stores is in a database of its own.
          isolate: false,
          include: [
            `packages/${onDatabase}`,
            `apps/${onDatabase}`,
            `scripts/${onDatabase}`,
            `bench/${onDatabase}`,
          ],
          // The embedded engine's own know no other database.
          exclude: process.env.TEST_DATABASE_URL ? [...exclude, 'packages/db/src/embedded/**'] : exclude,
          globalSetup: ['scripts/test-global-setup.ts'],
        },
      },
    ],
  },
});
