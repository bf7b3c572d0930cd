import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { observedRequest } from '../../packages/core/src/ingest/schema.ts';
import { newLog } from '../../packages/core/src/logs/schema.ts';
import { type FakeApi, type Forced, startFakeApi } from '../testing/fake-api.ts';
import { runImport } from './run-import.ts';

const folder = mkdtempSync(join(tmpdir(), 'apiscope-import-'));
afterAll(() => rmSync(folder, { recursive: true }));
const running: FakeApi[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((api) => api.close()));
});

async function start(options: Parameters<typeof startFakeApi>[0] = {}): Promise<FakeApi> {
  const api = await startFakeApi(options);
  running.push(api);
  return api;
}

function fileOf(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function run(argv: string[], { url, aborted = false }: { url?: string; aborted?: boolean } = {}) {
  let text = '';
  const output = {
    write: (piece: string) => {
      text += piece;
    },
  };
  const stop = new AbortController();
  if (aborted) stop.abort();
  const env = url === undefined ? {} : { APISCOPE_URL: url };
  const code = await runImport(argv, { env, output, errors: output, signal: stop.signal, patience: 2_000 });
  return { code, text };
}

const second = (at: number) => new Date(Date.UTC(2024, 0, 1) + at * 1_000);
const access = (at: number) => {
  const time = `01/Jan/2024:${second(at).toISOString().slice(11, 19)} +0000`;
  return `9.9.9.${at % 250} - - [${time}] "GET /p/${at} HTTP/1.1" ${at % 10 === 0 ? 500 : 200} ${at}`;
};
const accessLog = (count: number) => Array.from({ length: count }, (_, at) => access(at)).join('\n');

describe('npm run import', () => {
  it('stores every line as a log and every access line as a request, and says where to look', async () => {
    const api = await start();
    const { code, text } = await run([fileOf('shop.access.log', accessLog(2_500))], { url: api.url });
    expect(code).toBe(0);
    expect(api.logs).toHaveLength(2_500);
    expect(api.batches.map(({ requests }) => requests.length)).toEqual([1_000, 1_000, 500]);
    expect(new Set(api.batches.map(({ service }) => service))).toEqual(new Set(['shop.access']));
    expect(api.logs.every((log) => newLog.safeParse(log).success)).toBe(true);
    expect(
      api.batches.every(({ requests }) => requests.every((it) => observedRequest.safeParse(it).success)),
    ).toBe(true);
    expect(text).toContain('2,500 lines: 2,500 logs, 2,500 requests stored, 0 refused');
    expect(text).toContain(
      `${api.url}/dashboard?from=2024-01-01T00:00:00.000Z&to=2024-01-01T00:42:00.000Z&service=shop.access`,
    );
    expect(text).toContain('older than the 30 days');
  });

  it('counts no request twice when a file is imported twice, unless --again', async () => {
    const api = await start();
    const file = fileOf('twice.log', accessLog(1_200));
    await run([file], { url: api.url });
    const { text } = await run([file], { url: api.url });
    expect(api.batches).toHaveLength(2);
    expect(text).toContain('1,200 requests were imported before');
    await run([file, '--again'], { url: api.url });
    expect(api.batches).toHaveLength(4);
    await run([file, '--service', 'other'], { url: api.url });
    expect(api.batches).toHaveLength(6);
  });

  it('gives the same rows in two ranges as in one, wherever the cut falls', async () => {
    const trace = Array.from(
      { length: 300 },
      (_, at) => `${second(at).toISOString()} ERROR boom ${at}\njava.io.X: y\n\tat a.b(C.java:${at})`,
    );
    const file = fileOf('app.log', `${trace.join('\n')}\n`);
    const whole = await start();
    await run([file], { url: whole.url });
    expect(whole.logs).toHaveLength(300);
    for (const cut of [1, 2, 3, 250, 899]) {
      const halves = await start();
      await Promise.all([
        run([file, '--range', `:${cut}`], { url: halves.url }),
        run([file, '--range', `${cut + 1}:`], { url: halves.url }),
      ]);
      const sorted = halves.logs.sort((a, b) => a.created_at!.localeCompare(b.created_at!));
      expect(sorted).toEqual(whole.logs);
    }
  });

  it('gives the same requests in two files as in one', async () => {
    const [whole, halves] = [await start(), await start()];
    const lines = accessLog(1_500).split('\n');
    await run([fileOf('w.log', lines.join('\n')), '--service', 's'], { url: whole.url });
    const [a, b] = [
      fileOf('a.log', lines.slice(0, 700).join('\n')),
      fileOf('b.log', `${lines.slice(700).join('\n')}\n`),
    ];
    await Promise.all([a, b].map((file) => run([file, '--service', 's'], { url: halves.url })));
    const rows = (api: FakeApi) =>
      api.batches.flatMap(({ requests }) => requests.map((it) => JSON.stringify(it))).sort();
    expect(rows(halves)).toEqual(rows(whole));
  });

  it('reads gzip, CRLF and a byte order mark alike', async () => {
    const api = await start();
    const text = `\uFEFF${accessLog(3).replaceAll('\n', '\r\n')}\r\n`;
    await run([fileOf('x.log.gz', gzipSync(text)), fileOf('y.log', text)], { url: api.url });
    expect(api.logs.map(({ message }) => message)).toEqual(
      Array(2)
        .fill(
          accessLog(3)
            .split('\n')
            .map((line) => line.replace(/ - - \[[^\]]*\]/, '')),
        )
        .flat(),
    );
    expect(new Set(api.logs.map(({ service }) => service))).toEqual(new Set(['x', 'y']));
  });

  it('moves all times so that the last is now, over all files', async () => {
    const api = await start();
    const before = Date.now();
    await run([fileOf('s.log', accessLog(10)), '--shift', 'now'], { url: api.url });
    const times = api.logs.map(({ created_at }) => Date.parse(created_at!));
    expect(times.at(-1)).toBeGreaterThanOrEqual(before);
    expect(times.at(-1)! - times[0]!).toBe(9_000);
    await run([join(folder, 's.log'), '--shift', '2026-05-01T00:00:00Z', '--again'], { url: api.url });
    expect(api.logs.at(-1)!.created_at).toBe('2026-05-01T00:00:00.000Z');
  });

  it('waits on 429 and 503 as long as it is told, and stores each line once', async () => {
    const forced: Record<number, Forced> = {
      1: { status: 503, headers: { 'retry-after': '1' } },
      2: { status: 429, headers: { 'retry-after': '0' } },
    };
    const api = await start({
      force: (name, count) => (name.startsWith('POST') ? (forced[count] ?? null) : null),
    });
    const started = performance.now();
    const { code, text } = await run([fileOf('r.log', accessLog(5))], { url: api.url });
    expect(code).toBe(0);
    expect(performance.now() - started).toBeGreaterThanOrEqual(1_900);
    expect(api.logs).toHaveLength(5);
    expect(text).toContain('it answers 503');
  });

  it('says which line to go on with when the server stays away', async () => {
    const api = await start({
      force: (name, count) => (name === 'POST /logs' && count > 1 ? { status: 503 } : null),
    });
    const file = fileOf('long.log', accessLog(2_200));
    const { code, text } = await run([file], { url: api.url });
    expect(code).toBe(1);
    expect(text).toContain('everything before line 1001 is stored; go on with --range 1001:');
    expect(api.logs).toHaveLength(1_000);
  });

  it('tells lines the server refuses, with the first reasons, and fails', async () => {
    const api = await start({
      refuse: ({ message }) => (message.includes('/p/3 ') ? 'message: not this one' : null),
    });
    const { code, text } = await run([fileOf('bad.log', accessLog(5))], { url: api.url });
    expect(code).toBe(1);
    expect(api.logs).toHaveLength(4);
    expect(text).toContain('1 refused');
    expect(text).toContain('bad.log:4: message: not this one');
  });

  it('sends the halves of a batch that is too large for the server', async () => {
    const file = fileOf('huge.log', accessLog(8));
    const refusing = await start({
      force: (name, count) =>
        name === 'POST /logs' && count === 1 ? { status: 413, message: 'too large' } : null,
    });
    const { code } = await run([file], { url: refusing.url });
    expect(code).toBe(0);
    expect(refusing.logs).toHaveLength(8);
  });

  it('asks once when the server says of every line of a batch why it is refused', async () => {
    const issues = [{ path: '0.meta', message: 'too deep' }];
    const none = { status: 400, message: 'none of the 3 logs can be stored', issues };
    const api = await start({ force: (name) => (name === 'POST /logs' ? none : null) });
    const { code, text } = await run([fileOf('none.log', accessLog(3))], { url: api.url });
    expect(code).toBe(1);
    expect(text).toContain('none.log:1: meta: too deep');
    expect(text).toContain('none.log:2: none of the 3 logs');
    expect(api.seen.filter((name) => name === 'POST /logs')).toHaveLength(1);
  });

  it('fails at once, clearly, when no server is there or it is not Apiscope', async () => {
    const file = fileOf('n.log', accessLog(1));
    const gone = await start();
    await gone.close();
    const away = await run([file, '--url', gone.url]);
    expect(away.code).toBe(1);
    expect(away.text).toMatch(
      /no Apiscope answers at http:.* \(connection refused\); start it with npm start/,
    );
    const other = await start({ force: () => ({ status: 404 }) });
    expect((await run([file], { url: other.url })).text).toContain('no Apiscope answers');
  });

  it.each([
    [[], 'no file given'],
    [['x.log', '--format', 'xml'], 'expected one of combined, openstack, json, plain'],
    [['x.log', '--range', '5:2'], '--range 5:2'],
    [['x.log', '--range', '0:2'], '--range 0:2'],
    [['x.log', '--year', '99'], '--year 99'],
    [['x.log', '--shift', 'soon'], '--shift soon'],
    [['-', '--shift', 'now'], 'stdin can be read only once'],
    [['x.log', '--url', 'ftp://x'], 'not an http address'],
    [['x.log', '--nonsense'], '--nonsense'],
  ])('%j is a command line it cannot follow', async (argv, words) => {
    const { code, text } = await run(argv);
    expect(code).toBe(2);
    expect(text).toContain(words);
  });

  it('names a file that is not there', async () => {
    const api = await start();
    const { code, text } = await run([join(folder, 'absent.log')], { url: api.url });
    expect(code).toBe(1);
    expect(text).toContain('there is no file');
  });

  it('stops between blocks when it is told to', async () => {
    const api = await start();
    const { code, text } = await run([fileOf('stop.log', accessLog(3))], { url: api.url, aborted: true });
    expect(code).toBe(1);
    expect(text).toContain('go on with --range 1:');
    expect(api.logs).toHaveLength(0);
  });
});
