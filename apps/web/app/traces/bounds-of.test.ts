import { expect, it } from 'vitest';
import { boundsOf, placeOf } from './bounds-of.ts';

it('spans from the first beginning to the last end, also of spans that stand before the trace', () => {
  const spans = [
    { offset: -10, duration: 20 },
    { offset: 5, duration: 85 },
  ];
  const bounds = boundsOf(spans);
  expect(bounds).toEqual({ start: -10, end: 90 });
  expect(spans.map((span) => placeOf(span, bounds))).toEqual([
    { left: 0, width: 20 },
    { left: 15, width: 85 },
  ]);
});

it('keeps what is very short, or last, in sight', () => {
  expect(placeOf({ offset: 100, duration: 0 }, { start: 0, end: 100 })).toEqual({ left: 99.5, width: 0.5 });
  expect(boundsOf([{ offset: 0, duration: 0 }])).toEqual({ start: 0, end: 0.001 });
});
