import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEventReader } from './event-reader.ts';

it('reads the same events however the stream is cut and lines end', () => {
  const event = fc.record({
    event: fc.constantFrom('message', 'endpoint'),
    lines: fc.array(
      fc.string().filter((text) => !/[\r\n]/.test(text)),
      { minLength: 1, maxLength: 4 },
    ),
  });
  fc.assert(
    fc.property(
      fc.array(event),
      fc.constantFrom('\n', '\r', '\r\n'),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (events, end, sizes) => {
        const text = events
          .map(({ event: name, lines }) =>
            [`event: ${name}`, ': a comment', ...lines.map((line) => `data: ${line}`), '', ''].join(end),
          )
          .join('');
        const reader = createEventReader();
        const found = [];
        for (let at = 0, n = 0; at < text.length; n++) {
          const size = sizes[n % sizes.length]!;
          found.push(...reader.push(text.slice(at, at + size)));
          at += size;
        }
        expect(found).toEqual(
          events.map(({ event: name, lines }) => ({ event: name, data: lines.join('\n') })),
        );
      },
    ),
  );
});

it('takes time linear in a line that never ends', () => {
  const reader = createEventReader();
  const start = performance.now();
  for (let count = 0; count < 300_000; count++) reader.push('x');
  expect(performance.now() - start).toBeLessThan(2_000);
});
