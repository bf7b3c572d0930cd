import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NodeServer, serveNode } from '../servers/node.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { parseEvents } from '../testing/parse-events.ts';
import { hasNginx, startNginx } from './testing/start-nginx.ts';

describe.skipIf(!hasNginx)(
  'a stream behind nginx with its default buffering (skipped where nginx is absent)',
  () => {
    let database: TestDb;
    let api: TestApp;
    let server: NodeServer;
    let proxy: Awaited<ReturnType<typeof startNginx>>;
    beforeAll(async () => {
      database = await createTestDb();
      api = await openTestApp(database.url);
      server = await serveNode(api.app, { host: '127.0.0.1', port: 0 });
      proxy = await startNginx(`http://127.0.0.1:${server.port}`);
    });
    afterAll(async () => {
      await proxy.stop();
      await server.close(100);
      await api.close();
      await database.close();
    });

    it('begins at once and brings each event as it happens, uncompressed', async () => {
      const leaving = new AbortController();
      const from = performance.now();
      const { body, headers } = await fetch(`${proxy.origin}/logs/stream?service__eq=proxied`, {
        headers: { 'accept-encoding': 'gzip' },
        signal: leaving.signal,
      });
      const events = parseEvents(body!);
      await events.next();
      await events.next();
      expect(performance.now() - from).toBeLessThan(10_000);
      expect(headers.get('content-encoding')).toBeNull();
      const waits: number[] = [];
      for (let n = 0; n < 10; n++) {
        const sentAt = performance.now();
        await api.send('POST', '/logs', { source: 's', level: 'info', message: `m${n}`, service: 'proxied' });
        const { value } = await events.next();
        waits.push(performance.now() - sentAt);
        expect(JSON.parse(value!.data!).message).toBe(`m${n}`);
      }
      // nginx would hold 4 or 8 KB back until its buffer is full, thus for ever.
      expect(Math.max(...waits)).toBeLessThan(2_000);
      leaving.abort();
    });
  },
);
