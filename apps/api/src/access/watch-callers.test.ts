import { fixedClock } from '@apiscope/core/clock';
import { AppError } from '@apiscope/core/errors';
import { expect, it } from 'vitest';
import { type Actor, anybody, nobody } from './actor.ts';
import { watchCallers } from './watch-callers.ts';

function setUp(member: Actor) {
  const clock = fixedClock(1_000_000);
  const waits: { run: () => void; ms: number }[] = [];
  let asked = 0;
  const answers = { now: member };
  const watch = watchCallers({
    identify: async () => {
      asked++;
      return answers.now;
    },
    clock,
    everyMs: 10_000,
    timers: {
      set: (run, ms) => waits.push({ run, ms }),
      clear: () => waits.splice(0),
    },
  });
  const pass = async () => {
    const due = waits.splice(0);
    clock.advance(Math.max(0, ...due.map(({ ms }) => ms)));
    for (const { run } of due) run();
    await new Promise((resolve) => setImmediate(resolve));
    return due.map(({ ms }) => ms);
  };
  return { watch, answers, pass, clock, waits, asked: () => asked };
}

const headers = new Headers();
const key: Actor = { ...anybody, kind: 'key', name: 'key:a', scopes: new Set(['read']) };
const away = nobody(new AppError('SERVICE_UNAVAILABLE', 'away'));
const gone = nobody(new AppError('UNAUTHORIZED', 'the API key was revoked'));

it('asks once an interval for whoever it is, however many streams they have, and no more when none is left', async () => {
  const { watch, pass, asked, waits } = setUp(key);
  const permits = Array.from({ length: 100 }, () => watch({ actor: key, headers }, 'read'));
  await pass();
  await pass();
  expect(asked()).toBe(2);
  expect(permits.some(({ signal }) => signal.aborted)).toBe(false);
  for (const { stop } of permits) stop();
  expect(waits).toEqual([]);
});

it('ends what needs more than is left, says why, and leaves the rest', async () => {
  const { watch, pass, answers } = setUp(key);
  const reads = watch({ actor: key, headers }, 'read');
  const sends = watch({ actor: key, headers }, 'ingest');
  await pass();
  expect([reads.signal.aborted, sends.signal.aborted]).toEqual([false, true]);
  expect(sends.signal.reason).toMatchObject({ code: 'FORBIDDEN' });
  answers.now = gone;
  await pass();
  expect(reads.signal.reason).toMatchObject({ code: 'UNAUTHORIZED', message: 'the API key was revoked' });
});

it('ends nothing while it cannot be told', async () => {
  const { watch, pass, answers } = setUp(key);
  const { signal } = watch({ actor: key, headers }, 'read');
  answers.now = away;
  for (let round = 0; round < 3; round++) await pass();
  expect(signal.aborted).toBe(false);
  answers.now = gone;
  await pass();
  expect(signal.aborted).toBe(true);
});

it('looks at the moment at which it runs out', async () => {
  const short = { ...key, expiresAt: 1_003_000 };
  const { watch, pass } = setUp(short);
  watch({ actor: short, headers }, 'read');
  expect(await pass()).toEqual([3_000]);
});

it('watches nobody who showed nothing', async () => {
  const { watch, waits } = setUp(anybody);
  watch({ actor: anybody, headers }, 'admin');
  expect(waits).toEqual([]);
});
