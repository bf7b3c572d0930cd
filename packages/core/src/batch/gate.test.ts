import { describe, expect, it } from 'vitest';
import { createGate } from './gate.ts';

describe('createGate', () => {
  it('runs no more at a time than it has places, in the order of coming, and hands places on after failures', async () => {
    const gate = createGate(2);
    const began: number[] = [];
    let running = 0;
    let most = 0;
    const work = (n: number) =>
      gate(async () => {
        began.push(n);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 1));
        running--;
        if (n % 3 === 0) throw new Error(`${n}`);
        return n;
      });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => work(n)));
    expect([began, most]).toEqual([Array.from({ length: 20 }, (_, n) => n), 2]);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(7);
    expect(await gate(async () => 'still open')).toBe('still open');
  });

  it('refuses work that found no place in time, which then never begins and leaves the others their turn', async () => {
    const gate = createGate(1, { longestWaitMs: 20, refuse: () => new Error('too many') });
    let end = () => {};
    const first = gate(() => new Promise<void>((resolve) => (end = resolve)));
    let began = false;
    const late = gate(async () => (began = true));
    await expect(late).rejects.toThrow('too many');
    const patient = gate(async () => 'in time');
    end();
    await first;
    expect([await patient, began]).toEqual(['in time', false]);
    expect(await Promise.all([gate(async () => 1), gate(async () => 2)])).toEqual([1, 2]);
  });
});
