// Migrates one database per test run; each test file works on a clone of it. TEST_DATABASE_URL names a native server to do so on.

import type { TestProject } from 'vitest/node';
import { makeTemplate } from '../packages/db/src/testing/make-template.ts';
import { prepareDatabase } from '../packages/jobs/src/migrate/prepare-database.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { template, drop } = await makeTemplate(process.env.TEST_DATABASE_URL, async (url) => {
    await prepareDatabase({ url });
  });
  project.provide('testTemplate', template);
  return drop;
}
