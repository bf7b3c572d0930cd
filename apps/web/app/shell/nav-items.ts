import type { Scope } from '@apiscope/core/access/schema';
import {
  Activity,
  Boxes,
  Crosshair,
  EyeOff,
  FileClock,
  Gauge,
  History,
  Hourglass,
  KeyRound,
  type LucideIcon,
  Plug,
  ScrollText,
  Shapes,
  UserRoundSearch,
  UsersRound,
  Waypoints,
  Workflow,
} from 'lucide-react';

export type NavItem = {
  to: string;
  name: string;
  icon: LucideIcon;
  key: string;
  /** What a person must be allowed to do to be led there. */
  needs?: Scope;
};
/** Pages that belong together, under a heading that wide screens show. */
export type NavGroup = { name: string; items: readonly NavItem[] };

const observe: readonly NavItem[] = [
  { to: '/dashboard', name: 'Dashboard', icon: Gauge, key: 'd' },
  { to: '/dashboard/logs', name: 'Logs', icon: ScrollText, key: 'l' },
  { to: '/dashboard/patterns', name: 'Patterns', icon: Shapes, key: 'p' },
  { to: '/dashboard/traces', name: 'Traces', icon: Waypoints, key: 'c' },
  { to: '/dashboard/metrics', name: 'Metrics', icon: Activity, key: 'm' },
  { to: '/dashboard/services', name: 'Services', icon: Boxes, key: 's' },
  { to: '/dashboard/consumers', name: 'Consumers', icon: UserRoundSearch, key: 'o' },
];

const repeat: readonly NavItem[] = [
  { to: '/dashboard/replay', name: 'Replay', icon: History, key: 'r' },
  { to: '/dashboard/targets', name: 'Targets', icon: Crosshair, key: 'a' },
];

const run: readonly NavItem[] = [
  { to: '/dashboard/worker', name: 'Worker', icon: Workflow, key: 'w' },
  { to: '/dashboard/retention', name: 'Retention', icon: Hourglass, key: 't' },
  { to: '/dashboard/redaction', name: 'Redaction', icon: EyeOff, key: 'e' },
  { to: '/dashboard/mcp', name: 'MCP', icon: Plug, key: 'x' },
];

const access: readonly NavItem[] = [
  { to: '/dashboard/members', name: 'Members', icon: UsersRound, key: 'b' },
  { to: '/dashboard/keys', name: 'API keys', icon: KeyRound, key: 'k', needs: 'admin' },
  { to: '/dashboard/audit', name: 'Audit', icon: FileClock, key: 'u', needs: 'admin' },
];

/** The pages, in the order of the navigation; `g` and the key leads to one. */
export const navGroups: readonly NavGroup[] = [
  { name: 'Observe', items: observe },
  { name: 'Replay', items: repeat },
  { name: 'Operate', items: run },
  { name: 'Access', items: access },
];

/** Every page of the navigation. */
export const navItems: readonly NavItem[] = navGroups.flatMap(({ items }) => items);

/** What stays when a person moves on to another page: the service (that of the address, or the one given) and the range. */
export function scopeOf(search: string, service: string | null = null): string {
  const params = new URLSearchParams(search);
  if (service !== null) params.set('service', service);
  for (const name of [...params.keys()])
    if (!['service', 'range', 'from', 'to'].includes(name)) params.delete(name);
  const text = params.toString();
  return text && `?${text}`;
}
