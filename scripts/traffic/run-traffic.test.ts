import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../seed/random.ts';
import { nextCall } from './calls.ts';
import { runTraffic } from './run-traffic.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

/** Answers every call as the users API would, after what its path and body say. */
async function startUsers({ broken = false } = {}): Promise<string> {
  let id = 0;
  const created =
    server ??
    createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const isBad =
          /limit=(0|many)|password|nickname|near|gt=old/.test(request.url!) ||
          (request.method === 'POST' && !/"name":"[^"]+","age":\d+\}/.test(body));
        const isMissing = /214748|no-such/.test(request.url!);
        const usual = request.method === 'POST' ? 201 : 200;
        response.writeHead(broken && request.url !== '/info' ? 500 : isMissing ? 404 : isBad ? 400 : usual);
        response.end(JSON.stringify({ data: { id: ++id }, error: null, metadata: null }));
      });
    });
  server = created;
  await new Promise<void>((resolve) => created.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(created.address() as AddressInfo).port}`;
}

async function run(argv: string[], env: Record<string, string> = {}) {
  let text = '';
  const output = {
    write: (piece: string) => {
      text += piece;
    },
  };
  const code = await runTraffic(argv, { env, output, errors: output, signal: new AbortController().signal });
  return { code, text };
}

describe('npm run traffic', () => {
  it('calls for as long as it is told and sums up', async () => {
    const url = await startUsers();
    const started = performance.now();
    const { code, text } = await run(['--url', url, '--rate', '200', '--seconds', '1.5']);
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(text).toMatch(/\d+ calls: 200 ×\d+, 201 ×\d+, 400 ×\d+, 404 ×\d+; p50/);
    expect(code).toBe(0);
    expect(Number(/(\d+) calls:/.exec(text)![1])).toBeGreaterThan(20);
  });

  it('fails when answers are not what they should be', async () => {
    const { code, text } = await run([
      '--url',
      await startUsers({ broken: true }),
      '--rate',
      '100',
      '--seconds',
      '0.3',
    ]);
    expect(code).toBe(1);
    expect(text).toContain('another status than they should');
  });

  it('speaks to another machine only when --url says so', async () => {
    const { code, text } = await run([], { APISCOPE_URL: 'https://apiscope.example' });
    expect(code).toBe(2);
    expect(text).toContain('say --url https://apiscope.example if you mean it');
  });

  it.each([[['--rate', '0']], [['--rate', '501']], [['--seconds', 'x']], [['--seed', '-1']], [['what']]])(
    '%j is a command line it cannot follow',
    async (argv) => {
      expect((await run(argv)).code).toBe(2);
    },
  );
});

describe('nextCall', () => {
  it('is the same sequence for a seed, and touches only users it was told of', () => {
    const sequence = (seed: number) => {
      const random = createRandom(seed);
      const ids = [11, 12, 13];
      return Array.from({ length: 500 }, () => nextCall(random, ids));
    };
    expect(sequence(3)).toEqual(sequence(3));
    expect(sequence(3)).not.toEqual(sequence(4));
    const touched = sequence(3).flatMap(({ method, path }) =>
      /^(PATCH|DELETE)$/.test(method) ? [Number(path.split('/').at(-1))] : [],
    );
    expect(touched.length).toBeGreaterThan(0);
    expect(touched.every((id) => id >= 11 && id <= 13)).toBe(true);
  });
});
