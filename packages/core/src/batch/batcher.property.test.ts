import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countingId } from '../ids.ts';
import { createBatcher } from './batcher.ts';
import { manualTimers } from './manual-timers.ts';

const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), count: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 3_000 }) }),
  fc.record({ do: fc.constant('flush' as const) }),
);

it('delivers every accepted item once, in order, one flush at a time, and every item is accounted for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.infiniteStream(fc.record({ takesMs: fc.integer({ min: 0, max: 400 }), fails: fc.boolean() })),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 20 }),
      async (steps, behaviours, maxItems, capacity) => {
        const timers = manualTimers();
        const delivered: number[] = [];
        const accepted: number[] = [];
        let running = 0;
        let offered = 0;
        let healthy = false;
        const batcher = createBatcher<number>({
          maxItems,
          maxAgeMs: 500,
          capacity,
          clock: timers.clock,
          timers,
          newId: countingId('b'),
          retry: { baseMs: 50, capMs: 400, random: () => 0.3 },
          flush: async (items) => {
            expect(++running).toBe(1);
            expect(items.length).toBeLessThanOrEqual(maxItems);
            const { takesMs, fails } = behaviours.next().value;
            await new Promise<void>((resolve) => timers.set(resolve, takesMs, false));
            running--;
            if (fails && !healthy) throw new Error('down');
            delivered.push(...items);
          },
        });
        for (const action of steps) {
          if (action.do === 'wait') await timers.advance(action.ms);
          if (action.do === 'flush') void batcher.flush();
          if (action.do !== 'add') continue;
          for (let n = 0; n < action.count; n++) {
            if (batcher.add(offered)) accepted.push(offered);
            offered++;
          }
          expect(batcher.size).toBeLessThanOrEqual(capacity);
        }
        healthy = true;
        const closed = batcher.close(60_000);
        await timers.advance(60_000);
        expect(await closed).toEqual({ lost: 0 });
        expect(delivered).toEqual(accepted);
        const { dropped, flushed, buffered } = batcher.stats();
        expect({ buffered, sum: dropped + flushed }).toEqual({ buffered: 0, sum: offered });
        expect(timers.pending()).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
});
