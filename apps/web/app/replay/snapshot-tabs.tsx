import { Link } from '@remix-run/react';
import { exactCount } from '../format/format-count.ts';
import { useLinkWith } from '../ui/use-link-with.ts';

/** What a drawer shows of a captured request. */
export type SnapshotTab = 'request' | 'replay' | 'runs';

/** Reads the part that an address asks for. */
export function readTab(text: string | null): SnapshotTab {
  return text === 'replay' || text === 'runs' ? text : 'request';
}

type SnapshotTabsProps = { tab: SnapshotTab; runs: number };

/** Leads between what was captured, sending it again, and what came of that. */
export function SnapshotTabs({ tab, runs }: SnapshotTabsProps) {
  const linkWith = useLinkWith();
  const tabs: { name: SnapshotTab; label: string }[] = [
    { name: 'request', label: 'Captured' },
    { name: 'replay', label: 'Replay' },
    { name: 'runs', label: runs === 0 ? 'Replays' : `Replays (${exactCount(runs)})` },
  ];
  return (
    <nav aria-label="Parts of the request" className="flex gap-1 border-b border-line px-3">
      {tabs.map(({ name, label }) => (
        <Link
          key={name}
          to={linkWith({ tab: name === 'request' ? null : name, run: null, compare: null })}
          replace
          preventScrollReset
          aria-current={name === tab ? 'page' : undefined}
          className="-mb-px border-b-2 border-transparent px-2 py-2 text-[13px] text-muted hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
