import pg from 'pg';
import { openTestApp } from '../../apps/api/src/testing/open-test-app.ts';
import { digestTable, sameText, type TableDigest } from '../../packages/db/src/move/digest-table.ts';
import { listMovedTables } from '../../packages/db/src/move/list-tables.ts';
import { filled } from './fill-store.ts';

const range = `startDate=${new Date(filled.from).toISOString()}&endDate=${new Date(filled.to).toISOString()}`;

/** What people ask of a database that was filled by `fillStore`. */
export const questions = [
  `/metrics/summary?${range}`,
  `/metrics/endpoints?${range}`,
  '/metrics?windowSize=3600&limit=100',
  '/logs?limit=50&order_by=created_at&order=asc',
  '/logs?limit=50&level__gte=error',
  '/logs?limit=20&search=declined%20payment',
  '/logs/histogram?created_at__gte=2026-02-01T00:00:00Z&created_at__lt=2026-02-04T00:00:00Z',
  '/replay?limit=50',
  '/traces?limit=50',
  '/endpoints?limit=50',
  '/services',
  '/worker/jobs?limit=50',
];

/** The API's answers to them. @throws when one is not answered. */
export async function readAnswers(url: string): Promise<Record<string, unknown>> {
  const app = await openTestApp(url);
  try {
    const answers: Record<string, unknown> = {};
    for (const question of questions) {
      const { status, body } = await app.call(question);
      if (status !== 200) throw new Error(`${question}: ${status} ${JSON.stringify(body.error)}`);
      answers[question] = { data: body.data, metadata: body.metadata };
    }
    return answers;
  } finally {
    await app.close();
  }
}

/** Rows of each table, and a hash of them. */
export async function readDigests(url: string): Promise<Record<string, TableDigest>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sameText);
    const digests: Record<string, TableDigest> = {};
    for (const table of await listMovedTables(client)) digests[table.name] = await digestTable(client, table);
    return digests;
  } finally {
    await client.end();
  }
}
