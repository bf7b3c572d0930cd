import { afterEach, describe, expect, it } from 'vitest';
import { type FakeApi, startFakeApi } from '../testing/fake-api.ts';
import { runSeed } from './run-seed.ts';

let api: FakeApi | null = null;
afterEach(async () => {
  await api?.close();
  api = null;
});

async function run(argv: string[]) {
  let text = '';
  const output = {
    write: (piece: string) => {
      text += piece;
    },
  };
  const env = api ? { APISCOPE_URL: api.url } : {};
  const code = await runSeed(argv, {
    env,
    output,
    errors: output,
    signal: new AbortController().signal,
    patience: 1_000,
  });
  return { code, text };
}

describe('npm run seed', () => {
  it('sends a scenario once, however often it is asked to', async () => {
    api = await startFakeApi();
    const argv = ['quiet', '--end', '2026-11-25T14:30:20Z'];
    const first = await run(argv);
    expect(first.code).toBe(0);
    const [logs, batches] = [api.logs.length, api.batches.length];
    expect(logs).toBeGreaterThan(100);
    expect(first.text).toContain('again: npm run seed -- quiet --seed 1 --end 2026-11-25T14:30:00.000Z');
    expect(first.text).toContain('/dashboard?from=2026-11-24T14:30:00.000Z&to=2026-11-25T14:30:00.000Z');
    const second = await run(argv);
    expect(second.text).toContain('were there already');
    expect(api.batches).toHaveLength(batches);
  });

  it('sends nothing for empty and says what the server has', async () => {
    api = await startFakeApi();
    expect(await run(['empty'])).toEqual({
      code: 0,
      text: expect.stringContaining('no requests and no logs'),
    });
    expect(api.seen.every((name) => name.startsWith('GET'))).toBe(true);
  });

  it.each([
    [[]],
    [['nonsense']],
    [['quiet', 'busy']],
    [['quiet', '--seed', 'x']],
    [['quiet', '--end', 'later']],
    [['quiet', '--what']],
  ])('%j is a command line it cannot follow', async (argv) => {
    expect((await run(argv)).code).toBe(2);
  });

  it('fails clearly when the server refuses', async () => {
    api = await startFakeApi({
      force: (name) => (name.startsWith('POST') ? { status: 403, message: 'forbidden here' } : null),
    });
    expect(await run(['quiet'])).toEqual({ code: 1, text: expect.stringContaining('forbidden here') });
  });
});
