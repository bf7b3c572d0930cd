// Migrates one database per test run; each test file works on a clone of it. TEST_DATABASE_URL names a native server to do so on.

import { migrate } from '@apiscope/db/migrate';
import { makeTemplate } from '@apiscope/db/testing/make-template';
import { migrateQueue } from '@apiscope/jobs/migrate-queue';
import type { TestProject } from 'vitest/node';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { template, drop } = await makeTemplate(process.env.TEST_DATABASE_URL, async (url) => {
    await migrate({ url });
    await migrateQueue({ url });
  });
  project.provide('testTemplate', template);
  return drop;
}
