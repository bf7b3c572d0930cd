import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptSince, lastExpiry, planDay } from './plan-day.ts';

const dayMs = 86_400_000;
const now = fc.integer({ min: 0, max: 30_000 * dayMs });
const days = fc.integer({ min: 1, max: 40 });
const services = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'));
const rule = fc
  .record({ days, own: fc.dictionary(fc.constantFrom('a', 'b', 'c'), days) })
  .map(({ days, own }) => ({ days, services: new Map(Object.entries(own)) }));
const ago = fc.integer({ min: -2, max: 45 });

/** The day that many days before the one of `now`. */
const dayOf = (now: number, ago: number) => {
  const start = (Math.floor(now / dayMs) - ago) * dayMs;
  return { start, end: start + dayMs };
};

describe('planDay', () => {
  it('lets go of a row exactly when its day ended at least as many days ago as its service is kept', () => {
    fc.assert(
      fc.property(now, rule, ago, services, (now, rule, ago, services) => {
        const plan = planDay({ rule, now }, dayOf(now, ago), services);
        const isOver = (service: string) => ago > (rule.services.get(service) ?? rule.days);
        expect(plan.expired).toEqual(services.filter(isOver));
        expect(plan.isWhole).toBe(services.length > 0 ? services.every(isOver) : ago > rule.days);
      }),
    );
  });

  it('never touches a day that ends after the last expiry, today least of all', () => {
    fc.assert(
      fc.property(now, rule, ago, services, (now, rule, ago, services) => {
        const day = dayOf(now, ago);
        if (day.end <= lastExpiry(rule, now)) return;
        expect(planDay({ rule, now }, day, services)).toEqual({ isWhole: false, expired: [] });
      }),
    );
    expect(keptSince(1, 10 * dayMs + 1)).toBe(9 * dayMs);
    expect(keptSince(1, 10 * dayMs)).toBe(9 * dayMs);
    expect(keptSince(1, 10 * dayMs - 1)).toBe(8 * dayMs);
  });

  it('lets go of no less at a later time', () => {
    fc.assert(
      fc.property(now, fc.nat(10 * dayMs), rule, ago, services, (now, later, rule, ago, services) => {
        const day = dayOf(now, ago);
        const first = planDay({ rule, now }, day, services);
        const second = planDay({ rule, now: now + later }, day, services);
        expect(second.expired).toEqual(expect.arrayContaining([...first.expired]));
        if (first.isWhole) expect(second.isWhole).toBe(true);
      }),
    );
  });
});
