import { describe, expect, it } from 'vitest';
import { createClientBuffer } from './client-buffer.ts';

const setUp = () => createClientBuffer<number>({ maxEvents: 3, maxBytes: 100 });
const seen = async (buffer: ReturnType<typeof setUp>, count: number) => {
  const events: (number | string)[] = [];
  while (events.length < count) {
    const event = (await buffer.next())!;
    events.push('row' in event ? event.row : `${event.gap.reason} ${event.cursor}`);
  }
  return events;
};

describe('createClientBuffer', () => {
  it('turns too many events into one gap, after which it goes on', async () => {
    const buffer = setUp();
    for (const row of [1, 2, 3, 4, 5]) buffer.offer({ cursor: String(row), row }, 1);
    expect(await seen(buffer, 2)).toEqual(['client_too_slow 4', 5]);
  });

  it('turns too many bytes into one gap, and counts only what still waits', async () => {
    const buffer = setUp();
    for (const row of [1, 2]) buffer.offer({ cursor: String(row), row }, 50);
    expect(await seen(buffer, 1)).toEqual([1]);
    buffer.offer({ cursor: '3', row: 3 }, 50);
    expect(await seen(buffer, 2)).toEqual([2, 3]);
    for (const row of [4, 5, 6]) buffer.offer({ cursor: String(row), row }, 60);
    expect(await seen(buffer, 2)).toEqual(['client_too_slow 5', 6]);
  });

  it('hands on a single event however large', async () => {
    const buffer = setUp();
    buffer.offer({ cursor: '1', row: 1 }, 1_000);
    expect(await seen(buffer, 1)).toEqual([1]);
  });
});
