import {
  Activity,
  Crosshair,
  EyeOff,
  Gauge,
  History,
  Hourglass,
  type LucideIcon,
  ScrollText,
  Shapes,
  Workflow,
} from 'lucide-react';

export type NavItem = { to: string; name: string; icon: LucideIcon; key: string };

/** The pages, in the order of the navigation; `g` and the key leads to one. */
export const navItems: readonly NavItem[] = [
  { to: '/dashboard', name: 'Dashboard', icon: Gauge, key: 'd' },
  { to: '/dashboard/logs', name: 'Logs', icon: ScrollText, key: 'l' },
  { to: '/dashboard/patterns', name: 'Patterns', icon: Shapes, key: 'p' },
  { to: '/dashboard/metrics', name: 'Metrics', icon: Activity, key: 'm' },
  { to: '/dashboard/replay', name: 'Replay', icon: History, key: 'r' },
  { to: '/dashboard/targets', name: 'Targets', icon: Crosshair, key: 'a' },
  { to: '/dashboard/worker', name: 'Worker', icon: Workflow, key: 'w' },
  { to: '/dashboard/retention', name: 'Retention', icon: Hourglass, key: 't' },
  { to: '/dashboard/redaction', name: 'Redaction', icon: EyeOff, key: 'e' },
];

/** What stays when a person moves on to another page: the service and the range. */
export function scopeOf(search: string): string {
  const params = new URLSearchParams(search);
  for (const name of [...params.keys()])
    if (!['service', 'range', 'from', 'to'].includes(name)) params.delete(name);
  const text = params.toString();
  return text && `?${text}`;
}
