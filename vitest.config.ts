import { defineConfig } from 'vitest/config';

const onDatabase = '**/*.db.test.ts';
const exclude = ['**/node_modules/**', '**/build/**', '**/.data/**'];

/** Two projects, so that a run without database tests starts no database. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [...exclude, onDatabase],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: [
            `packages/${onDatabase}`,
            `apps/${onDatabase}`,
            `scripts/${onDatabase}`,
            `bench/${onDatabase}`,
          ],
          exclude,
          globalSetup: ['scripts/test-global-setup.ts'],
        },
      },
    ],
  },
});
