import { describe, expect, it } from 'vitest';
import { countingId } from '../ids.ts';
import { type BatcherOptions, createBatcher } from './batcher.ts';
import { manualTimers } from './manual-timers.ts';

function setUp(options: Partial<BatcherOptions<number>> = {}) {
  const timers = manualTimers();
  const sent: number[][] = [];
  const batcher = createBatcher<number>({
    maxItems: 3,
    maxAgeMs: 1_000,
    capacity: 10,
    flush: async (items) => {
      sent.push([...items]);
    },
    clock: timers.clock,
    timers,
    newId: countingId('batch'),
    retry: { baseMs: 100, capMs: 1_000, random: () => 0.5 },
    ...options,
  });
  return { timers, sent, batcher };
}

function addAll(batcher: { add(item: number): boolean }, ...items: number[]) {
  return items.map((item) => batcher.add(item));
}

describe('createBatcher', () => {
  it('flushes when full, without waiting for age', async () => {
    const { batcher, sent, timers } = setUp();
    addAll(batcher, 1, 2, 3);
    expect(sent).toEqual([]);
    await timers.advance(0);
    expect(sent).toEqual([[1, 2, 3]]);
    expect(timers.pending()).toBe(0);
  });

  it('flushes an incomplete batch when its oldest item is old', async () => {
    const { batcher, sent, timers } = setUp();
    batcher.add(1);
    await timers.advance(600);
    batcher.add(2);
    await timers.advance(399);
    expect(sent).toEqual([]);
    await timers.advance(1);
    expect(sent).toEqual([[1, 2]]);
  });

  it('flushes on the next add when the runtime held timers back', async () => {
    const { batcher, sent, timers } = setUp({ timers: { set: () => 0, clear: () => {} } });
    batcher.add(1);
    await timers.advance(5_000);
    expect(sent).toEqual([]);
    batcher.add(2);
    await timers.advance(0);
    expect(sent).toEqual([[1, 2]]);
  });

  it('counts waiting and in-flight items against capacity and drops the newest', async () => {
    let release = () => {};
    const dropped: [readonly number[], string][] = [];
    const { batcher, timers } = setUp({
      capacity: 4,
      flush: () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
      onDrop: (items, reason) => dropped.push([items, reason]),
    });
    addAll(batcher, 1, 2, 3);
    await timers.advance(0);
    expect(addAll(batcher, 4, 5)).toEqual([true, false]);
    expect(dropped).toEqual([[[5], 'full']]);
    expect(batcher.stats()).toEqual({
      buffered: 4,
      capacity: 4,
      dropped: 1,
      droppedBy: { full: 1, closed: 0, permanent: 0 },
      flushed: 0,
      failedFlushes: 0,
    });
    release();
    await timers.advance(0);
    expect(batcher.size).toBe(1);
    expect(batcher.add(6)).toBe(true);
  });

  it('retries the same batch under the same id with growing pauses, then goes on in order', async () => {
    const calls: string[] = [];
    let failures = 3;
    const { batcher, timers } = setUp({
      flush: async (items, { batchId, attempt }) => {
        calls.push(`${timers.clock.monotonic()} ${batchId} #${attempt} ${items}`);
        if (failures-- > 0) throw new Error('down');
      },
    });
    addAll(batcher, 1, 2, 3, 4);
    await timers.advance(10_000);
    expect(calls).toEqual([
      '0 batch-1 #1 1,2,3',
      '75 batch-1 #2 1,2,3',
      '225 batch-1 #3 1,2,3',
      '525 batch-1 #4 1,2,3',
      '1000 batch-2 #1 4',
    ]);
    expect(batcher.stats()).toMatchObject({ buffered: 0, dropped: 0, flushed: 4, failedFlushes: 3 });
    expect(batcher.stats()).not.toHaveProperty('lastError');
  });

  it('loses nothing up to capacity over an outage of 60 s', async () => {
    const sent: number[] = [];
    const { batcher, timers } = setUp({
      capacity: 1_000,
      maxItems: 50,
      flush: async (items) => {
        if (timers.clock.monotonic() < 60_000) throw new Error('down');
        sent.push(...items);
      },
    });
    for (let second = 0; second < 60; second++) {
      for (let n = 0; n < 10; n++) expect(batcher.add(second * 10 + n)).toBe(true);
      await timers.advance(1_000);
    }
    await timers.advance(5_000);
    expect(sent).toEqual(Array.from({ length: 600 }, (_, n) => n));
    expect(batcher.stats().dropped).toBe(0);
  });

  it('drops and counts a batch whose error is permanent', async () => {
    const { batcher, timers } = setUp({
      flush: async (items) => {
        if (items.includes(2)) throw new Error('rejected');
      },
      isPermanent: () => true,
    });
    addAll(batcher, 1, 2, 3, 4, 5, 6);
    await timers.advance(0);
    const droppedBy = { full: 0, closed: 0, permanent: 3 };
    expect(batcher.stats()).toMatchObject({
      buffered: 0,
      dropped: 3,
      droppedBy,
      flushed: 3,
      failedFlushes: 1,
    });
  });

  it('takes a flush that throws at once, and hooks that throw, as failures of their own', async () => {
    const { batcher, timers } = setUp({
      flush: () => {
        throw new Error('synchronous');
      },
      isPermanent: () => {
        throw new Error('in isPermanent');
      },
      onDrop: () => {
        throw new Error('in onDrop');
      },
    });
    expect(() => addAll(batcher, ...Array.from({ length: 12 }, (_, n) => n))).not.toThrow();
    await timers.advance(0);
    expect(batcher.stats()).toMatchObject({ buffered: 10, dropped: 2, failedFlushes: 1 });
  });

  it('flush() ends a pause, tries at once and resolves on failure too', async () => {
    let down = true;
    const { batcher, sent, timers } = setUp({
      flush: async (items) => {
        if (down) throw new Error('down');
        sent.push([...items]);
      },
    });
    batcher.add(1);
    const first = batcher.flush();
    await timers.advance(0);
    await first;
    expect(batcher.stats()).toMatchObject({ buffered: 1, failedFlushes: 1 });
    down = false;
    batcher.add(2);
    const second = batcher.flush();
    await timers.advance(0);
    await second;
    expect(sent).toEqual([[1], [2]]);
  });

  it('close() drains, refuses what comes after, and leaves no timer', async () => {
    const { batcher, sent, timers } = setUp();
    addAll(batcher, 1, 2, 3, 4);
    const closed = batcher.close(1_000);
    expect(batcher.add(5)).toBe(false);
    await timers.advance(0);
    expect(await closed).toEqual({ lost: 0 });
    expect(await batcher.close(1)).toEqual({ lost: 0 });
    expect(sent).toEqual([[1, 2, 3], [4]]);
    expect(timers.pending()).toBe(0);
  });

  it('close() retries until its deadline and then counts what is left as lost', async () => {
    let attempts = 0;
    const { batcher, timers } = setUp({
      flush: async () => {
        attempts++;
        throw new Error('down');
      },
    });
    addAll(batcher, 1, 2, 3, 4);
    const closed = batcher.close(2_000);
    await timers.advance(2_000);
    expect(await closed).toEqual({ lost: 4 });
    expect(attempts).toBeGreaterThan(3);
    expect(batcher.stats()).toMatchObject({ buffered: 0, dropped: 4, flushed: 0 });
    expect(timers.pending()).toBe(0);
  });

  it('close() does not wait for a flush that hangs, and ignores its late result', async () => {
    let release = () => {};
    const { batcher, timers } = setUp({
      flush: () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    });
    addAll(batcher, 1, 2, 3);
    await timers.advance(0);
    const closed = batcher.close(500);
    await timers.advance(500);
    expect(await closed).toEqual({ lost: 3 });
    release();
    await timers.advance(0);
    expect(batcher.stats()).toMatchObject({ dropped: 3, flushed: 0 });
  });

  it('close() on an empty batcher answers at once', async () => {
    const { batcher, timers } = setUp();
    expect(await batcher.close(60_000)).toEqual({ lost: 0 });
    expect(timers.pending()).toBe(0);
  });
});
