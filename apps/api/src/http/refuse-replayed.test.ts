import { describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { fakeDeps } from '../testing/fake-deps.ts';

const ask = async (endpoint: string, headers: Record<string, string> = { 'X-Apiscope-Replay': 'run-1' }) => {
  const [method, path] = endpoint.split(' ') as [string, string];
  const { deps } = fakeDeps();
  const response = await createApp(deps).request(path, { method, headers });
  return response.status;
};

describe('a request that is marked as a replay', () => {
  it.each([
    'POST /replay/7/replay',
    'POST /%72eplay/7/replay',
    'GET /replay',
    'GET /worker/jobs',
    'POST /worker/jobs',
    'POST /ingest/requests',
    'POST /v1/logs',
    'POST /logs',
    'PATCH /targets/1',
    'POST /trpc/replay.run',
    'GET /trpc/users.list,worker.list',
    'PUT /retention',
    'DELETE /views/1',
    'POST /trpc/views.delete',
  ])('is refused at %s, and the same without the mark is not', async (endpoint) => {
    expect(await ask(endpoint)).toBe(403);
    expect(await ask(endpoint, {})).not.toBe(403);
  });

  it.each(['GET /health/live', 'GET /info', 'DELETE /api/v1/users/1', 'GET /api/v1/users', 'GET /doc'])(
    'is answered at %s',
    async (endpoint) => expect(await ask(endpoint)).not.toBe(403),
  );
});
