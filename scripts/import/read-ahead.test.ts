import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readAhead } from './read-ahead.ts';

/** Counts to `end` and then fails, or to `stop`; notes what happens. */
async function* count(noted: string[], end: number, failure?: Error) {
  try {
    for (let n = 0; n < end; n++) {
      noted.push(`read ${n}`);
      yield n;
    }
    if (failure) throw failure;
  } finally {
    noted.push('closed');
  }
}

describe('readAhead', () => {
  it('reads one ahead while the one before is worked on', async () => {
    const noted: string[] = [];
    for await (const n of readAhead(count(noted, 3))) {
      noted.push(`begin ${n}`);
      await sleep(20);
      noted.push(`end ${n}`);
    }
    expect(noted.join(', ')).toBe(
      'read 0, begin 0, read 1, end 0, begin 1, read 2, end 1, begin 2, closed, end 2',
    );
  });

  it('gives everything that was read before it tells a failure', async () => {
    const given: number[] = [];
    const failing = async () => {
      for await (const n of readAhead(count([], 2, new Error('damaged')))) {
        await sleep(5);
        given.push(n);
      }
    };
    await expect(failing()).rejects.toThrow('damaged');
    expect(given).toEqual([0, 1]);
  });

  it('closes what it reads from when it is left early', async () => {
    const noted: string[] = [];
    for await (const n of readAhead(count(noted, 10))) if (n === 2) break;
    expect(noted.at(-1)).toBe('closed');
    expect(noted.length).toBeLessThan(6);
  });
});
