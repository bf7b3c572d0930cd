import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startReader } from './start-reader.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const clock = { monotonic: () => performance.now() };

/** A reader whose readings take `tookMs` each, and what it gave. */
function start(tookMs: number, answer: (n: number) => number = (n) => n) {
  const seen: (number | string)[] = [];
  let readings = 0;
  const reader = startReader({
    read: async () => {
      const n = ++readings;
      await new Promise((resolve) => setTimeout(resolve, tookMs));
      return answer(n);
    },
    onAnswer: (value) => seen.push(value),
    onFailure: (error) => seen.push(String(error)),
    leastMs: 1_000,
    clock,
  });
  return { reader, seen, count: () => readings };
}

describe('startReader', () => {
  it('reads at once, and once for any number of changes, not before its time', async () => {
    const { reader, seen, count } = start(10);
    await vi.advanceTimersByTimeAsync(10);
    expect(seen).toEqual([1]);
    for (let n = 0; n < 50; n++) reader.touch();
    await vi.advanceTimersByTimeAsync(900);
    expect(count()).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(seen).toEqual([1, 2]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(count()).toBe(2);
    reader.stop();
  });

  it('never reads twice at a time, and leaves a slow source nine tenths of the time', async () => {
    const { reader, count } = start(5_000);
    await vi.advanceTimersByTimeAsync(2_000);
    reader.touch();
    reader.retry();
    expect(count()).toBe(1);
    await vi.advanceTimersByTimeAsync(47_000);
    expect(count()).toBe(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(count()).toBe(2);
    reader.stop();
  });

  it('tries again by itself after a failure, and at once when asked', async () => {
    const { reader, seen, count } = start(1, (n) => {
      if (n < 3) throw new Error(`no ${n}`);
      return n;
    });
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual(['Error: no 1']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen).toEqual(['Error: no 1', 'Error: no 2']);
    reader.retry();
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.at(-1)).toBe(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(count()).toBe(3);
    reader.stop();
  });

  it('says nothing once it is stopped', async () => {
    const { reader, seen, count } = start(10);
    reader.stop();
    reader.touch();
    reader.retry();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([seen, count()]).toEqual([[], 1]);
  });
});
