import { createEmptyDatabase } from '@apiscope/db/testing/test-db';
import { expect, it } from 'vitest';
import { openTestApp } from '../testing/open-test-app.ts';

it('a database that is not migrated yet is a state to wait for, for readers and writers', async () => {
  const database = await createEmptyDatabase();
  const api = await openTestApp(database.url, { LOG_LEVEL: 'silent' });
  const line = { source: 's', level: 'info', message: 'm' };
  const lines = {
    method: 'POST',
    body: JSON.stringify(line),
    headers: { 'content-type': 'application/x-ndjson' },
  };
  const answers = [
    await api.call('/logs'),
    await api.send('POST', '/logs', line),
    await api.send('POST', '/logs', [line]),
    await api.call('/logs', lines),
  ];
  for (const { status, body } of answers)
    expect([status, body.error?.message]).toEqual([503, expect.stringContaining('not migrated yet')]);
  await api.close();
  await database.stop();
});
