import type { Page, PageMetadata } from '@apiscope/core/page';
import type { LogRow } from './log-row.ts';
import { mergeLogs } from './merge-logs.ts';

/** Most lines that the tail keeps; beyond, the oldest go. */
export const mostRows = 10_000;
/** Most arrivals held back while the tail is paused; beyond, resuming reads the newest page anew. */
const mostHeld = 5_000;

/**
 * The lines on screen and those held back. `isBroken`: there are lines between that nobody has, so resuming must read the
 * list again.
 */
export type Tail = {
  rows: LogRow[];
  held: LogRow[];
  heldCount: number;
  isBroken: boolean;
  /** How many lines there are: those counted when the list was read, and those that arrived since. */
  total: number;
  /** Whether there may be more than that. */
  isCapped: boolean;
  /** How many have arrived since the list was read. */
  arrived: number;
  /** Where further lines go on; null at the end. */
  cursor: string | null;
  /** What a search says of itself, as of the last page. */
  search: PageMetadata['search'];
};

export type TailAction =
  | { kind: 'reset'; page: Page<LogRow> }
  | { kind: 'arrive'; rows: LogRow[]; isHeld: boolean }
  | { kind: 'resume' }
  | { kind: 'further'; page: Page<LogRow>; isFollowing: boolean }
  | { kind: 'break' };

/** Steps a tail: arrivals are shown or held, never both; nothing on screen moves while they are held. */
export function stepTail(tail: Tail, action: TailAction): Tail {
  switch (action.kind) {
    case 'reset':
      return startTail(action.page);
    case 'arrive':
      return action.isHeld ? hold(tail, action.rows) : count(tail, show(tail, action.rows));
    case 'resume':
      return { ...show(tail, tail.held), held: [], heldCount: 0 };
    case 'further':
      return extend(tail, action);
    case 'break':
      return { ...tail, isBroken: true };
  }
}

/** A tail of what the loader read. */
export function startTail({ data, metadata }: Page<LogRow>): Tail {
  const { total, totalIsCapped: isCapped, nextCursor, search } = metadata;
  return {
    rows: data,
    held: [],
    heldCount: 0,
    isBroken: false,
    total,
    isCapped,
    arrived: 0,
    cursor: nextCursor,
    search,
  };
}

/** Puts the next page below. Where arrivals are mixed in, time says where its lines belong; else they follow as they were given. */
function extend(tail: Tail, { page, isFollowing }: { page: Page<LogRow>; isFollowing: boolean }): Tail {
  const { nextCursor: cursor, totalIsCapped, search } = page.metadata;
  const rows = isFollowing
    ? mergeLogs(tail.rows, page.data, mostRows)
    : [...tail.rows, ...page.data].slice(0, mostRows);
  // Lines found by reading on were in no count.
  const isCapped = totalIsCapped && cursor !== null;
  return bounded({ ...tail, rows, cursor, search, isCapped, total: Math.max(tail.total, rows.length) });
}

/** Counts what was added before the bound may have dropped as much. */
function count(before: Tail, after: Tail): Tail {
  const known = new Set(before.rows.map(({ id }) => id));
  const added = after.rows.reduce((sum, { id }) => sum + (known.has(id) ? 0 : 1), 0);
  return added === 0 ? after : addTo(after, added);
}

function addTo(tail: Tail, added: number): Tail {
  return { ...tail, total: tail.total + added, arrived: tail.arrived + added };
}

function show(tail: Tail, arrivals: LogRow[]): Tail {
  if (arrivals.length === 0) return tail;
  return bounded({ ...tail, rows: mergeLogs(tail.rows, arrivals, mostRows) });
}

function hold(tail: Tail, arrivals: LogRow[]): Tail {
  const known = new Set([...tail.held, ...tail.rows].map(({ id }) => id));
  const fresh = arrivals.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return tail;
  const held = [...tail.held, ...fresh];
  const isFull = held.length > mostHeld;
  return {
    ...addTo(tail, fresh.length),
    held: isFull ? [] : held,
    heldCount: tail.heldCount + fresh.length,
    isBroken: tail.isBroken || isFull,
  };
}

/** Once the oldest had to go, older ones can no longer follow without a hole. */
function bounded(tail: Tail): Tail {
  return tail.rows.length < mostRows ? tail : { ...tail, cursor: null };
}
