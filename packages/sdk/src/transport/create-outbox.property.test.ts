import { gunzipSync, gzipSync } from 'node:zlib';
import { manualTimers } from '@apiscope/core/batch/manual-timers';
import { countingId } from '@apiscope/core/ids';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutbox } from './create-outbox.ts';

/** What the receiver does with a batch: takes it, takes it but its answer is lost, or one of the ways to fail. */
type Reply = 'takes' | 'answer lost' | 'away' | 'page' | 500 | 429 | 400 | 401;
type Step =
  | { do: 'offer'; sizes: number[] }
  | { do: 'lose'; count: number }
  | { do: 'reply'; with: Reply }
  | { do: 'wait'; ms: number }
  | { do: 'flush' };

const reply = fc.constantFrom<Reply>('takes', 'answer lost', 'away', 'page', 500, 429, 400, 401);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('offer' as const),
      sizes: fc.array(fc.integer({ min: 10, max: 900 }), { minLength: 1, maxLength: 12 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('reply' as const), with: reply }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 9_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('flush' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('lose' as const), count: fc.integer({ min: 1, max: 5 }) }),
  },
);

type Body = { batchId: string; dropped?: number; requests: { n: number }[] };

/** A receiver that keeps each batch once, by its id, as the platform does. */
function openReceiver() {
  const taken = new Map<string, Body>();
  const seen = new Map<string, Set<string>>();
  const receiver = {
    next: 'takes' as Reply,
    taken,
    seen,
    fetch: async (_url: unknown, init?: RequestInit): Promise<Response> => {
      const bytes = init!.body as string | Uint8Array;
      const isGzip = 'content-encoding' in (init!.headers as object);
      const body = JSON.parse(isGzip ? gunzipSync(bytes).toString() : `${bytes}`) as Body;
      const hex = Buffer.from(bytes as string).toString('hex');
      seen.set(body.batchId, (seen.get(body.batchId) ?? new Set()).add(hex));
      const { next } = receiver;
      if (next === 'away') throw new TypeError('fetch failed');
      if (next === 'page') return new Response('<html></html>');
      if (typeof next === 'number') return new Response('no', { status: next });
      if (!taken.has(body.batchId)) taken.set(body.batchId, body);
      if (next === 'answer lost') throw new TypeError('socket hang up');
      return new Response(JSON.stringify({ data: { accepted: body.requests.length } }));
    },
  };
  return receiver;
}

const limits = {
  maxItems: 7,
  maxCharacters: 3_000,
  maxAgeMs: 1_000,
  queueItems: 25,
  queueCharacters: 6_000,
  maxPauseMs: 4_000,
};

function open() {
  const timers = manualTimers();
  const receiver = openReceiver();
  const outbox = createOutbox({
    door: {
      url: 'http://platform/ingest/requests',
      headers: {},
      timeoutMs: 60_000,
      fetch: receiver.fetch as typeof fetch,
      clock: timers.clock,
    },
    list: 'requests',
    head: { service: 'shop' },
    limits,
    gzip: async (text) => gzipSync(text),
    clock: timers.clock,
    timers,
    random: () => 0.5,
    newId: countingId('batch'),
    unobserved: (run) => run(),
    onError: () => {},
  });
  return { outbox, receiver, timers };
}

/** Lets the promises of an attempt settle, those of streams too. */
const settle = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

describe('an outbox, whatever its receiver does', () => {
  it('bounds what waits, counts what it drops, and delivers the rest once, in order, in batches that stay as they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const { outbox, receiver, timers } = open();
        let offered = 0;
        let lost = 0;
        const refused: number[] = [];
        for (const each of steps) {
          if (each.do === 'offer') {
            for (const size of each.sizes) {
              const n = offered++;
              if (!outbox.add(JSON.stringify({ n, filler: 'x'.repeat(size) }))) refused.push(n);
            }
          } else if (each.do === 'lose') {
            outbox.addDropped(each.count);
            lost += each.count;
          } else if (each.do === 'reply') receiver.next = each.with;
          else if (each.do === 'wait') await timers.advance(each.ms);
          else void outbox.flush();
          await settle();
          const { queued, sent, dropped } = outbox.stats();
          expect(queued).toBeLessThanOrEqual(limits.queueItems);
          expect(outbox.fill()).toBeLessThanOrEqual(1);
          expect(queued + sent + dropped).toBe(offered + lost);
        }
        receiver.next = 'takes';
        for (let n = 0; n < 60 && outbox.stats().queued > 0; n++) {
          await timers.advance(5_000);
          await settle();
        }
        const batches = [...receiver.taken.values()];
        const arrived = batches.flatMap(({ requests }) => requests.map(({ n }) => n));
        const { sent, queued, dropped } = outbox.stats();
        expect(queued).toBe(0);
        expect(arrived).toEqual([...new Set(arrived)].sort((a, b) => a - b));
        expect(arrived.some((n) => refused.includes(n))).toBe(false);
        // A batch whose answer was lost and that was then refused arrived, though it counts as dropped.
        expect(arrived.length).toBeGreaterThanOrEqual(sent);
        expect(sent + dropped).toBe(offered + lost);
        for (const [batchId, forms] of receiver.seen) expect([batchId, forms.size]).toEqual([batchId, 1]);
        for (const { requests } of batches) expect(requests.length).toBeLessThanOrEqual(limits.maxItems);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('tells of each drop exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom<Reply>('takes', 'away', 500, 401)),
          {
            maxLength: 12,
          },
        ),
        async (turns) => {
          const { outbox, receiver, timers } = open();
          for (const [count, next] of turns) {
            receiver.next = next;
            for (let n = 0; n < count; n++) outbox.add(JSON.stringify({ n, filler: 'x'.repeat(100) }));
            void outbox.flush();
            await settle();
          }
          receiver.next = 'takes';
          for (let n = 0; n < 40 && outbox.stats().queued > 0; n++) {
            await timers.advance(5_000);
            await settle();
          }
          outbox.add('{"n":0}');
          await timers.advance(5_000);
          await settle();
          const told = [...receiver.taken.values()].reduce((sum, { dropped = 0 }) => sum + dropped, 0);
          expect(told).toBe(outbox.stats().dropped);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
