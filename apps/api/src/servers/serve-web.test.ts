import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createApp } from '../app.ts';
import { fakeDeps } from '../testing/fake-deps.ts';
import { serveWeb } from './serve-web.ts';

const directory = await mkdtemp(join(tmpdir(), 'apiscope-web-'));
const app = createApp(fakeDeps().deps);
serveWeb(app, { files: join(directory, 'client'), server: join(directory, 'server/index.js') });
afterAll(() => rm(directory, { recursive: true }));

describe('serveWeb', () => {
  it('says how to build while there is no build, and leaves other paths to the API', async () => {
    for (const path of ['/', '/dashboard', '/dashboard/logs?search=a', '/dashboard.data']) {
      const response = await app.request(path);
      expect([path, response.status, await response.text()]).toEqual([
        path,
        503,
        expect.stringContaining('npm start'),
      ]);
    }
    for (const path of ['/dashboards', '/nowhere', '/assets/missing.js', '/favicon.ico']) {
      const response = await app.request(path);
      expect([path, response.status, await response.json()]).toEqual([
        path,
        404,
        expect.objectContaining({ data: null }),
      ]);
    }
  });

  it('serves files of the build, those with a hash for ever, and nothing beside them', async () => {
    await mkdir(join(directory, 'client/assets'), { recursive: true });
    await writeFile(join(directory, 'client/assets/app-1a2b.js'), 'let a;');
    await writeFile(join(directory, 'secret.txt'), 'secret');
    const asset = await app.request('/assets/app-1a2b.js');
    expect([asset.status, await asset.text()]).toEqual([200, 'let a;']);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    for (const path of [
      '/assets/../../secret.txt',
      '/assets/%2e%2e/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
    ])
      expect((await app.request(path)).status).toBe(404);
  });
});
