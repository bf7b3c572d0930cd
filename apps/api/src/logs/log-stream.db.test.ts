import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NodeServer, serveNode } from '../servers/node.ts';
import { type CutLine, openCutLine } from '../testing/cut-line.ts';
import { type Answer, openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { sendLines } from '../testing/send-lines.ts';

let database: TestDb;
let line: CutLine;
let api: TestApp;
let server: NodeServer;
let origin: string;
beforeAll(async () => {
  database = await createTestDb();
  line = await openCutLine(database.url);
  api = await openTestApp(line.url);
  server = await serveNode(api.app, { host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${server.port}`;
});
afterAll(async () => {
  await server.close(1_000);
  await api.close();
  await line.cut();
  await database.close();
});

const log = (service: string, n: number | string, more = '') =>
  `{"source":"s","level":"info","service":"${service}","message":"line ${n}"${more}}`;
const lines = (service: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `${log(service, from + n)}\n`).join('');

async function post(body: string | Uint8Array, headers: Record<string, string> = {}) {
  const response = await fetch(`${origin}/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...headers },
    body: body as BodyInit,
  });
  const answer = (await response.json()) as Answer['body'] & { metadata: unknown };
  return { status: response.status, ...answer };
}

/** Messages of a service in the order they were stored. */
async function stored(service: string): Promise<string[]> {
  const rows = await database.db.$queryRaw<
    { message: string }[]
  >`SELECT message FROM logs WHERE service = ${service} ORDER BY id`;
  return rows.map(({ message }) => message);
}
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `line ${from + n}`);

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await condition()) return;
    await sleep(25);
  }
  throw new Error('it never came true');
}

describe('POST /logs with one log a line', () => {
  it.each(['application/x-ndjson', 'application/jsonl; charset=utf-8', 'Application/NDJSON'])(
    'stores the lines of %s in their order',
    async (type) => {
      const service = `type ${type.length}`;
      const { status, data } = await post(lines(service, 0, 2_500), { 'content-type': type });
      expect([status, data]).toEqual([201, { accepted: 2_500, rejectedCount: 0, rejected: [] }]);
      expect(await stored(service)).toEqual(numbers(0, 2_500));
    },
  );

  it('reads a byte order mark, CRLF, blank lines and a last line without an end; blank lines have no index', async () => {
    const body = `\uFEFF${log('ends', 0)}\r\n\r\n \t\n${log('ends', 1)}\r\nnonsense\n\n${log('ends', 3)}`;
    expect(await post(body)).toMatchObject({
      status: 201,
      data: { accepted: 3, rejectedCount: 1, rejected: [{ index: 2, message: 'body: is not valid JSON' }] },
    });
    expect(await stored('ends')).toEqual(['line 0', 'line 1', 'line 3']);
  });

  it('stores the good lines, and says of each bad one what is wrong', async () => {
    const bad: [string | Buffer, string][] = [
      ['{"a":', 'body'],
      ['{} {}', 'body'],
      ['[]', 'body'],
      ['null', 'body'],
      [log('bad', 'x', ',"level":"loud"'), 'level'],
      [log('bad', 'x', ',"colour":1'), 'colour'],
      [log('bad', 'x', ',"__proto__":{"level":"info"}'), '__proto__'],
      [log('bad', 'x', ',"message":1e400'), 'message'],
      [log('bad', 'x', ',"created_at":"1970-01-01T00:00:00Z"'), 'created_at'],
      [log('bad', 'x', `,"meta":${'['.repeat(1_000)}${']'.repeat(1_000)}`), 'meta'],
      [log('bad', 'x', `,"meta":"${'m'.repeat(1_048_577)}"`), 'meta'],
      [log('bad', 'x', `,"meta":${'['.repeat(150_000)}${']'.repeat(150_000)}`), 'body'],
      [log('bad', 'x', ' '.repeat(4_194_304)), 'body'],
      [Buffer.concat([Buffer.from('{"source":"'), Buffer.from([0xff]), Buffer.from('"}')]), 'body'],
      [`\uFEFF${log('bad', 'x')}`, 'body'],
    ];
    const body = bad.flatMap(([text], n) => [
      Buffer.from(`${log('bad', n)}\n`),
      Buffer.from(text),
      Buffer.from('\n'),
    ]);
    const { status, data } = await post(Buffer.concat(body));
    expect([status, data.accepted, data.rejectedCount]).toEqual([201, bad.length, bad.length]);
    const rejected = data.rejected as { index: number; issues: { path: string }[] }[];
    expect(rejected.map(({ index, issues }) => [index, issues[0]!.path])).toEqual(
      bad.map(([, path], n) => [2 * n + 1, path]),
    );
    expect(await stored('bad')).toEqual(numbers(0, bad.length));
  });

  it('stores hostile values safely', async () => {
    const good = [
      log('odd', 'a\\u0000b\\ud800'),
      log('odd', 'twice', ',"message":"the last of two"'),
      log('odd', 'meta', ',"meta":{"__proto__":{"a":1},"big":1e400,"k\\u0000":"\\udc00","tiny":5e-324}'),
      log('odd', 'nested', `,"meta":${'['.repeat(64)}${']'.repeat(64)}`),
      log('odd', 'large', `,"meta":"${'m'.repeat(1_048_570)}"`),
      log('odd', 'secret password=hunter2'),
    ];
    expect(await post(good.join('\n'))).toMatchObject({
      status: 201,
      data: { accepted: 6, rejectedCount: 0 },
    });
    expect(await stored('odd')).toEqual([
      'line a\uFFFDb\uFFFD',
      'the last of two',
      'line meta',
      'line nested',
      'line large',
      'line secret password=[redacted]',
    ]);
    const [row] = await database.db.$queryRaw<
      { meta: object }[]
    >`SELECT meta FROM logs WHERE service = 'odd' AND message = 'line meta'`;
    expect(Object.entries(row!.meta).sort()).toEqual([
      ['__proto__', { a: 1 }],
      ['big', null],
      ['k\uFFFD', '\uFFFD'],
      ['tiny', 5e-324],
    ]);
  });

  it('lists the first thousand rejections, ten issues of each, and counts them all', async () => {
    const names = Array.from({ length: 500 }, (_, n) => `"${'x'.repeat(1_000)}${n}":1`).join(',');
    const { data } = await post(`${`{${names}}\n`.repeat(20)}${'?\n'.repeat(2_980)}${log('many', 0)}`);
    expect([data.accepted, data.rejectedCount]).toEqual([1, 3_000]);
    const rejected = data.rejected as { index: number; issues: unknown[] }[];
    expect([rejected.length, rejected.at(-1)!.index, rejected[0]!.issues.length]).toEqual([1_000, 999, 10]);
    expect(JSON.stringify(data).length).toBeLessThan(300_000);
  });

  it('refuses a stream that has no line, or none that can be stored', async () => {
    expect(await post('')).toMatchObject({ status: 400, error: { issues: [{ path: 'body' }] } });
    expect(await post('\n \r\n')).toMatchObject({ status: 400, error: { issues: [{ path: 'body' }] } });
    expect(await post('{}\n[]')).toMatchObject({
      status: 400,
      error: {
        message: 'none of the 2 logs can be stored',
        issues: [{ path: '0.source' }, { path: '0.level' }, { path: '0.message' }, { path: '1' }],
      },
    });
  });

  it('stores three streams at once', async () => {
    const services = ['one', 'two', 'three'];
    const answers = await Promise.all(services.map((service) => post(lines(service, 0, 6_000))));
    expect(answers.map(({ status, data }) => [status, data.accepted])).toEqual(Array(3).fill([201, 6_000]));
    for (const service of services) expect(await stored(service)).toEqual(numbers(0, 6_000));
  });

  it('takes 32 streams at a time, and says when a further one may come', async () => {
    const streams = Array.from({ length: 33 }, () => sendLines(origin));
    for (const stream of streams) await stream.send(`${log('crowd', 0)}\n`);
    const refused = await Promise.race(streams.map(({ answer }) => answer));
    expect([refused.status, refused.retryAfter]).toEqual([429, '5']);
    for (const stream of streams) stream.end();
    const answers = await Promise.all(streams.map(({ answer }) => answer));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(32);
    expect(await stored('crowd')).toHaveLength(32);
  });

  it('stores what arrives slowly while the stream goes on', async () => {
    const stream = sendLines(origin);
    for (const n of [0, 1, 2]) {
      await stream.send(`${log('slow', n)}\n`);
      await until(async () => (await stored('slow')).length === n + 1);
    }
    stream.end();
    expect(await stream.answer).toMatchObject({ status: 201, body: { data: { accepted: 3 } } });
  });
});

describe('gzip', () => {
  const gzip = { 'content-encoding': 'gzip' };

  it.each([
    ['one log', log('packed', 0), 'application/json', { message: 'line 0' }],
    ['an array', `[${log('packed', 1)},${log('packed', 2)}]`, 'application/json', { accepted: 2 }],
    ['lines', `${log('packed', 3)}\n${log('packed', 4)}\n`, 'application/x-ndjson', { accepted: 2 }],
  ])('is understood around %s', async (_, body, type, data) => {
    expect(await post(gzipSync(body), { ...gzip, 'content-type': type })).toMatchObject({
      status: 201,
      data,
    });
  });

  it('may come in several members, and `identity` is none', async () => {
    const members = Buffer.concat([gzipSync(lines('members', 0, 10)), gzipSync(lines('members', 10, 20))]);
    expect(await post(members, gzip)).toMatchObject({ data: { accepted: 20 } });
    expect(await post(log('members', 0), { 'content-encoding': 'identity' })).toMatchObject({ status: 201 });
    expect(await stored('members')).toHaveLength(21);
  });

  it.each(['br', 'gzip, gzip', 'zstd'])('of another kind, %s, is refused by name', async (encoding) => {
    for (const type of ['application/json', 'application/x-ndjson'])
      expect(await post(log('x', 0), { 'content-encoding': encoding, 'content-type': type })).toMatchObject({
        status: 415,
        error: { issues: [{ path: 'content-encoding', message: expect.stringContaining(encoding) }] },
      });
  });

  it('that is none, or cut off, is refused; the whole lines before are stored, and counted', async () => {
    expect(await post(log('cut', 0), gzip)).toMatchObject({
      status: 400,
      error: { message: expect.stringContaining('damaged') },
      metadata: { accepted: 0, nextIndex: 0 },
    });
    const whole = gzipSync(lines('cut', 0, 30_000), { level: 1 });
    const { status, metadata } = await post(whole.subarray(0, whole.length / 2), gzip);
    const { accepted, nextIndex } = metadata as unknown as { accepted: number; nextIndex: number };
    expect(status).toBe(400);
    expect(nextIndex).toBe(accepted);
    expect(accepted).toBeGreaterThan(5_000);
    expect(await stored('cut')).toEqual(numbers(0, accepted));
  });

  it('does not get around the limit of a body', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    expect(await post(bomb, { ...gzip, 'content-type': 'application/json' })).toMatchObject({
      status: 413,
      error: { message: expect.stringContaining('application/x-ndjson') },
    });
  });
});

describe('a stream that breaks', () => {
  it('because its sender is gone keeps the whole lines that came', async () => {
    const stream = sendLines(origin);
    await stream.send(`${lines('gone', 0, 2_100)}{"source":"s","level":"in`);
    await until(async () => (await stored('gone')).length >= 2_000);
    stream.cut();
    await until(async () => (await stored('gone')).length === 2_100);
    expect(await stored('gone')).toEqual(numbers(0, 2_100));
  });

  it('because nothing comes any more keeps what came, and lets go of the connection', async () => {
    const impatient = await serveNode(api.app, { host: '127.0.0.1', port: 0, maxSilenceMs: 300 });
    const stream = sendLines(`http://127.0.0.1:${impatient.port}`);
    await stream.send(`${log('silent', 0)}\n${log('silent', 1)}`);
    await expect(stream.answer).rejects.toThrow('socket hang up');
    await until(async () => (await stored('silent')).length === 1);
    await impatient.close(1_000);
  });

  it('because the database is gone says where to go on: no line is lost, none is stored twice', async () => {
    const stream = sendLines(origin);
    await stream.send(`?\n${lines('outage', 0, 2_999)}`);
    await until(async () => (await stored('outage')).length === 2_999);
    await line.cut();
    await stream.send(lines('outage', 2_999, 20_000));
    const { status, retryAfter, body } = await stream.answer;
    expect([status, retryAfter, body.error!.code]).toEqual([503, '5', 'SERVICE_UNAVAILABLE']);
    const { accepted, rejected, nextIndex } = body.metadata as unknown as {
      accepted: number;
      rejected: { index: number }[];
      nextIndex: number;
    };
    expect([accepted, rejected[0]!.index, nextIndex]).toEqual([2_999, 0, 3_000]);
    expect(body.error!.issues![0]!.path).toBe('3000');
    await line.mend();
    expect(await stored('outage')).toEqual(numbers(0, 2_999));
    const rest = lines('outage', nextIndex - 1, 20_000);
    await until(async () => (await fetch(`${origin}/health/ready`)).status === 200);
    expect(await post(rest)).toMatchObject({ status: 201, data: { accepted: 17_001 } });
    expect(await stored('outage')).toEqual(numbers(0, 20_000));
  });

  it('is refused at once when it is announced to be too large', async () => {
    const stream = sendLines(origin, { 'content-length': String(1024 ** 3 + 1) });
    await stream.send(log('x', 0));
    expect((await stream.answer).status).toBe(413);
    stream.cut();
  });
});
