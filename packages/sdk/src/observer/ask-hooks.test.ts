import { createRedactor } from '@apiscope/core/redact/redactor';
import { describe, expect, it } from 'vitest';
import { createHooks } from './ask-hooks.ts';
import type { Observation } from './observation.ts';

const observation = { method: 'GET', url: '/', headers: {}, raw: null } as unknown as Observation;

/** What hooks that answer `consumer` and `user` come to, and what was reported. */
async function ask(consumer: unknown, user: unknown) {
  const reported: string[] = [];
  const hooks = { consumer: () => consumer as never, user: () => user as never };
  const onError = (error: unknown) => reported.push((error as Error).message);
  const answers = createHooks(hooks, { redact: createRedactor().text, onError })!(observation);
  await new Promise((resolve) => setImmediate(resolve));
  return { answers, reported };
}

describe('createHooks', () => {
  it.each([
    ['c1', 'u1', { consumer: 'c1', userId: 'u1' }],
    [
      `Bearer ${'a1'.repeat(300)}`,
      'token=abc',
      { consumer: 'Bearer [redacted]', userId: 'token=[redacted]' },
    ],
    [{ id: 7, name: 'seven' }, 42, { consumer: '7', consumerName: 'seven', userId: '42' }],
    [null, undefined, {}],
    ['', '', {}],
    [{ name: 'nobody' }, null, {}],
  ])('%j and %j are %j', async (consumer, user, answers) => {
    expect(await ask(consumer, user)).toEqual({ answers, reported: [] });
  });

  it.each([[true], [['a', 'b']], [Symbol('s')], [() => 'c1']])(
    'reports what is no text: %s',
    async (garbage) => {
      const { answers, reported } = await ask({ id: garbage }, 'u1');
      expect([answers, reported]).toEqual([
        { userId: 'u1' },
        [expect.stringMatching(/^consumer: expected a text/)],
      ]);
    },
  );

  it('does not wait for promises, and takes the failures of those', async () => {
    const { answers, reported } = await ask(Promise.reject(new Error('no session')), Promise.resolve('u1'));
    expect(answers).toEqual({});
    expect(reported).toEqual([
      'consumer: expected an answer at once, got a promise',
      'user: expected an answer at once, got a promise',
      'no session',
    ]);
  });
});
