import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { runReplay } from './run-replay.ts';

const folder = mkdtempSync(join(tmpdir(), 'apiscope-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));
let server: Server | null = null;
afterEach(() => server?.close());

const zero = { pending: 0, sending: 0, equal: 0, different: 0, failed: 0, refused: 0, interrupted: 0 };
const set = { id: 3, name: 'checkout', service: 'shop' };

/** A server that has one set, and a run of it that ends as told after a look or two. */
async function serve(end: { status?: string; verdict: string | null; counts: Partial<typeof zero> }) {
  const seen: { request: string; body: string }[] = [];
  let looks = 0;
  const counts = { ...zero, ...end.counts };
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const requests = [
    { snapshotId: 11, pass: 1, endpoint: 'GET /a', status: 'equal', changedPaths: [], runId: 1, error: null },
    {
      snapshotId: 12,
      pass: 1,
      endpoint: 'GET /b',
      status: 'different',
      changedPaths: ['body.total'],
      runId: 2,
      error: null,
    },
  ];
  const answer = (request: string): unknown => {
    if (request === 'GET /info') return { name: 'apiscope' };
    if (request === 'GET /replay/sets?name__eq=checkout') return [set];
    if (request.startsWith('GET /replay/sets?')) return request.includes('name__eq') ? [] : [set];
    if (request === 'GET /targets?service=shop')
      return [{ name: 'staging', baseUrl: 'https://staging.shop.example' }];
    if (request === 'POST /replay/sets/3/runs') return { id: 7 };
    if (request === 'POST /replay/sets/runs/7/cancel') return { id: 7 };
    const isOver = ++looks > (end.verdict === 'fail' ? 0 : 1) && end.status !== 'queued';
    const run = { ...set, id: 7, target: 'staging', total, done: 0, isWaiting: true, counts };
    return isOver
      ? {
          ...run,
          status: 'done',
          verdict: end.verdict,
          report: { set, runId: 7, target: 'staging', verdict: end.verdict, requests },
        }
      : { ...run, status: 'queued', verdict: null, report: null };
  };
  server = createServer(async (incoming, outgoing) => {
    const request = `${incoming.method} ${incoming.url}`;
    let body = '';
    for await (const chunk of incoming) body += chunk;
    seen.push({ request, body });
    outgoing.end(JSON.stringify({ data: answer(request), error: null, metadata: null }));
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

async function run(argv: string[], env: Record<string, string>) {
  let text = '';
  let errors = '';
  const code = await runReplay(argv, {
    env,
    output: { write: (piece: string) => (text += piece) },
    errors: { write: (piece: string) => (errors += piece) },
    signal: new AbortController().signal,
    patience: 500,
  });
  return { code, text, errors };
}

describe('npm run replay', () => {
  it.each([
    [0, 'PASS', { verdict: 'pass', counts: { equal: 2 } }],
    [1, 'FAIL', { verdict: 'fail', counts: { equal: 1, different: 1 } }],
    [1, 'FAIL', { verdict: 'fail', counts: { different: 1, interrupted: 1 } }],
    [2, 'FAIL', { verdict: 'fail', counts: { equal: 1, refused: 1 } }],
    [2, 'FAIL', { verdict: 'fail', counts: { equal: 1, interrupted: 1 } }],
  ])('exits with %i and says %s when the run ends as %j', async (code, word, end) => {
    const { url, seen } = await serve(end);
    const result = await run(['--set', 'checkout', '--target', 'staging'], { APISCOPE_URL: url });
    expect(result).toMatchObject({ code, errors: '' });
    expect(result.text).toContain(`${word} checkout against staging`);
    expect(result.text).toContain('GET /b (request 12): body.total');
    expect(result.text).toContain('/dashboard/replay/sets?run=7');
    const starts = seen.filter(({ request }) => request.startsWith('POST'));
    expect(starts).toEqual([{ request: 'POST /replay/sets/3/runs', body: '{"target":"staging"}' }]);
  });

  it('takes the base URL of a target for it, and no other URL', async () => {
    const { url, seen } = await serve({ verdict: 'pass', counts: { equal: 1 } });
    const argv = ['--set', 'checkout', '--url', url, '--target'];
    expect(await run([...argv, 'HTTPS://staging.shop.example/'], {})).toMatchObject({ code: 0 });
    const before = seen.length;
    const refused = await run([...argv, 'https://evil.example'], {});
    expect(refused).toMatchObject({ code: 2, text: '' });
    expect(refused.errors).toContain(
      'no target of shop, and only targets are sent to; there are staging https://staging',
    );
    expect(seen.slice(before).every(({ request }) => request.startsWith('GET'))).toBe(true);
  });

  it('writes the report into a file, or to stdout alone', async () => {
    const { url } = await serve({ verdict: 'pass', counts: { equal: 1 } });
    const file = join(folder, 'report.json');
    expect(await run(['--set', 'checkout', '--json', file], { APISCOPE_URL: url })).toMatchObject({
      code: 0,
    });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      set,
      verdict: 'pass',
      requests: [{ snapshotId: 11 }, {}],
    });
    const { text } = await run(['--set', 'checkout', '--json', '-'], { APISCOPE_URL: url });
    expect(JSON.parse(text)).toMatchObject({ runId: 7 });
  });

  it('cancels the run when there is no verdict in time', async () => {
    const { url, seen } = await serve({ status: 'queued', verdict: null, counts: { pending: 2 } });
    const result = await run(['--set', 'checkout', '--timeout', '0.2'], { APISCOPE_URL: url });
    expect(result.code).toBe(2);
    expect(result.errors).toContain(
      'no verdict within 0.2 s: run 7 is cancelled after 0 of 2 requests; no worker has taken it up',
    );
    expect(seen.at(-1)?.request).toBe('POST /replay/sets/runs/7/cancel');
  });

  it('says which sets there are when it is none of them', async () => {
    const { url } = await serve({ verdict: 'pass', counts: {} });
    const result = await run(['--set', 'nope'], { APISCOPE_URL: url });
    expect(result).toMatchObject({ code: 2, errors: 'there is no replay set “nope”; there are checkout\n' });
  });

  it.each([[[]], [['--what']], [['--set', 'a', '--timeout', '0']], [['--set', 'a', '--url', 'ftp://a']]])(
    '%j is a command line it cannot follow',
    async (argv) => expect((await run(argv, {})).code).toBe(2),
  );

  it('ends with 2 when nobody answers', async () => {
    expect(await run(['--set', 'a'], { APISCOPE_URL: 'http://127.0.0.1:9' })).toMatchObject({ code: 2 });
  });
});
