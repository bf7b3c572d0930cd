import type { KeepRule } from './plan-day.ts';
import { type RetentionDays, type RetentionKind, retentionKinds } from './schema.ts';

/** A stored choice of days: for a kind as a whole, or for one service. */
export type StoredPolicy = { kind: RetentionKind; service: string | null; days: number };

/** A rule of a kind, and who made it. */
export type KindRule = KeepRule & { readonly origin: 'default' | 'policy' };
export type KindRules = Readonly<Record<RetentionKind, KindRule>>;

/** Puts stored policies over the defaults. */
export function toKeepRules(defaults: RetentionDays, policies: readonly StoredPolicy[]): KindRules {
  const ruleOf = (kind: RetentionKind): KindRule => {
    const own = policies.filter((policy) => policy.kind === kind);
    const chosen = own.find(({ service }) => service === null);
    const services = own.flatMap(({ service, days }) => (service === null ? [] : [[service, days] as const]));
    return {
      days: chosen?.days ?? defaults[kind],
      origin: chosen ? 'policy' : 'default',
      services: new Map(services),
    };
  };
  return Object.fromEntries(retentionKinds.map((kind) => [kind, ruleOf(kind)])) as KindRules;
}

/** The stored policies with one of them set, or taken away when `days` is null. */
export function withPolicy(
  policies: readonly StoredPolicy[],
  { kind, service, days }: { kind: RetentionKind; service: string | null; days: number | null },
): StoredPolicy[] {
  const others = policies.filter((policy) => policy.kind !== kind || policy.service !== service);
  return days === null ? others : [...others, { kind, service, days }];
}
