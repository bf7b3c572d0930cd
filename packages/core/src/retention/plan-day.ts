import { floorToWindow, type TimeRange } from '../metrics/window.ts';

const dayMs = 86_400_000;

/** How many days something is kept: `days`, but for services that have their own. */
export type KeepRule = { readonly days: number; readonly services: ReadonlyMap<string, number> };

/** Start of the oldest UTC day that is kept at `now`; days that end there or before have had their time. Milliseconds, UTC epoch. */
export function keptSince(days: number, now: number): number {
  return floorToWindow(now - days * dayMs, 86_400);
}

/** The services of a day, or the whole of it, whose time is up. */
export type DayPlan = { readonly isWhole: boolean; readonly expired: readonly string[] };

/**
 * What becomes of one day.
 * @param services those that have rows on it.
 * @returns `isWhole` when nobody needs the day any more: no row of it is to be kept, and if it has none, the days of the kind are over.
 */
export function planDay(
  { rule, now }: { rule: KeepRule; now: number },
  day: TimeRange,
  services: readonly string[],
): DayPlan {
  const isOver = (days: number): boolean => day.end <= keptSince(days, now);
  const expired = services.filter((service) => isOver(rule.services.get(service) ?? rule.days));
  const isWhole = services.length === 0 ? isOver(rule.days) : expired.length === services.length;
  return { isWhole, expired };
}

/** Days that end after this moment lose nothing by the rule. Milliseconds since the UTC epoch. */
export function lastExpiry({ days, services }: KeepRule, now: number): number {
  return keptSince(Math.min(days, ...services.values()), now);
}
