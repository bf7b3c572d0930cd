// Migrates one database per test run; each test file works on a clone of it. TEST_DATABASE_URL names a native server to do so on.

import type { TestProject } from 'vitest/node';
import { migrate } from '../packages/db/src/migrate.ts';
import { makeTemplate } from '../packages/db/src/testing/make-template.ts';
import { migrateQueue } from '../packages/jobs/src/migrate-queue.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { template, drop } = await makeTemplate(process.env.TEST_DATABASE_URL, async (url) => {
    await migrate({ url });
    await migrateQueue({ url });
  });
  project.provide('testTemplate', template);
  return drop;
}
