import type { SearchPlace, Stage } from '@apiscope/core/search/search-place';
import { stages } from '@apiscope/core/search/search-place';
import { type DbOrTx, Prisma } from '../client.ts';
import { compileOfPatterns } from './compile-patterns.ts';
import { type CompiledSearch, joinAll, joinAny } from './compile-search.ts';
import { compileSpan } from './compile-span.ts';
import type { StageCounts } from './count-stages.ts';
import type { LogRow } from './log-row.ts';
import { placeOf, type RowPlace, readNewest } from './read-newest.ts';
import { readByIds, readRanked } from './read-ranked.ts';
import { scanLogs } from './scan-logs.ts';

/** A line with the place after it. */
type Found = { row: LogRow; place: SearchPlace };

/** A page of a search while it fills. */
export type Walk = {
  search: CompiledSearch;
  /** Where it began. */
  start: SearchPlace;
  /** Rows still to be passed over; only with counts. */
  skip: number;
  counts: StageCounts | null;
  /** Rows wanted. */
  limit: number;
  found: Found[];
  heads: number[] | null;
  /** Where reading back is to go on, when that stage ended without filling the page; and how far it has come. */
  scanNext: RowPlace | null;
  readBackTo: number | null;
  /** Lines found by reading that the offset passed over. */
  readPast: number;
  scanBudget?: number;
};

/** Patterns that show their newest line before any of them shows a second one. */
export const headCount = 10;
/** Patterns asked for their lines in one statement, at most. */
const groupSize = 200;

/** Fills a page stage by stage, from where it starts. */
export async function walkSearch(db: DbOrTx, walk: Walk): Promise<void> {
  const steps: Record<Stage, (db: DbOrTx, walk: Walk) => Promise<void>> = {
    exact: (db, walk) => readStage(db, walk, 'exact', walk.search.exactly),
    identified: readIdentified,
    heads: readHeads,
    ranked: readRest,
    scan: readBack,
  };
  for (const stage of stages.slice(stages.indexOf(walk.start.stage))) {
    if (room(walk) <= 0) return;
    await steps[stage](db, walk);
  }
}

const room = ({ limit, found }: Walk): number => limit - found.length;
const afterOf = ({ start }: Walk, stage: Stage): RowPlace | null =>
  start.stage === stage ? start.after : null;

function keep(walk: Walk, rows: LogRow[], place: Partial<SearchPlace> & { stage: Stage }): void {
  const { heads } = walk;
  for (const row of rows)
    walk.found.push({ row, place: { after: placeOf(row), patternId: null, heads, headsGiven: 0, ...place } });
}

/** Reads a stage that is one condition; passes it over whole where its count says that the offset lies beyond. */
async function readStage(
  db: DbOrTx,
  walk: Walk,
  stage: 'exact' | 'identified',
  condition: Prisma.Sql,
): Promise<void> {
  const { search, counts, skip } = walk;
  if (counts && skip > 0 && skip >= counts[stage]) {
    walk.skip -= counts[stage];
    return;
  }
  const after = afterOf(walk, stage);
  const limit = room(walk);
  const span =
    stage === 'exact' ? await compileSpan(db, search, { wanted: skip + limit, after }) : Prisma.sql`true`;
  const where = joinAll([search.base, condition, span]);
  const rows = await readNewest(db, { where, after, offset: skip, limit });
  walk.skip = 0;
  keep(walk, rows, { stage });
}

async function readIdentified(db: DbOrTx, walk: Walk): Promise<void> {
  const { lookups, identified, exactly } = walk.search;
  if (lookups.length > 0)
    await readStage(db, walk, 'identified', Prisma.sql`${identified} AND NOT ${exactly}`);
}

/** What is left for patterns: lines that no stage before has given. */
function related({ search, heads }: Walk): Prisma.Sql {
  const { base, everyTerm, identified, isWhole, lookups } = search;
  return joinAll([
    base,
    // Ranked patterns are none of the exact ones: only what was read or looked up can have been given before.
    ...(isWhole ? [Prisma.sql`NOT ${everyTerm}`] : []),
    ...(lookups.length > 0 ? [Prisma.sql`NOT ${identified}`] : []),
    ...(heads && heads.length > 0 ? [Prisma.sql`NOT id = ANY (${heads.map(String)}::bigint[])`] : []),
  ]);
}

/** Ranked patterns that may have lines. */
function candidates({ search, counts }: Walk): number[] {
  const exactCounts = counts?.isCapped ? null : counts;
  const countOf = (id: number): number => exactCounts?.ranked.get(id) ?? search.counts.get(id) ?? 0;
  return search.ranked.filter((id) => countOf(id) > 0);
}

async function readHeads(db: DbOrTx, walk: Walk): Promise<void> {
  const { start, search } = walk;
  const rows =
    start.heads === null
      ? await readRanked(db, {
          ids: candidates(walk).slice(0, headCount),
          where: related({ ...walk, heads: null }),
          after: null,
          perPattern: 1,
          offset: 0,
          limit: headCount,
        })
      : await readByIds(db, start.heads.slice(start.headsGiven), search.base);
  const given = start.heads === null ? 0 : start.headsGiven;
  walk.heads = start.heads ?? rows.map(({ id }) => Number(id));
  const passed = Math.min(walk.skip, rows.length);
  walk.skip -= passed;
  for (const row of rows.slice(passed, passed + room(walk)))
    keep(walk, [row], { stage: 'heads', headsGiven: given + rows.indexOf(row) + 1, after: null });
}

/** The further lines of the ranked patterns, pattern by pattern, so many patterns at a time as are sure to hold enough. */
async function readRest(db: DbOrTx, walk: Walk): Promise<void> {
  walk.heads ??= walk.start.heads;
  let ids = candidates(walk);
  if (walk.start.stage === 'ranked' && walk.start.patternId !== null) {
    const at = ids.indexOf(walk.start.patternId);
    // Its pattern is gone or has come to stand elsewhere: what follows is known by rank alone, so the walk ends.
    ids = at < 0 ? [] : ids.slice(at);
  }
  let after = afterOf(walk, 'ranked');
  ids = passOver(walk, ids);
  while (ids.length > 0 && room(walk) > 0) {
    const limit = room(walk);
    const group = groupHolding(walk, ids, walk.skip + limit);
    const rows = await readRanked(db, {
      ids: group,
      where: related(walk),
      after,
      perPattern: walk.skip + limit,
      offset: walk.skip,
      limit,
    });
    for (const row of rows) keep(walk, [row], { stage: 'ranked', patternId: row.patternId });
    walk.skip = 0;
    after = null;
    ids = ids.slice(group.length);
  }
}

/** Leaves out the patterns that lie wholly before the offset. */
function passOver(walk: Walk, ids: number[]): number[] {
  if (walk.skip === 0 || !walk.counts) return ids;
  const headed = new Set(candidates(walk).slice(0, walk.heads?.length ?? 0));
  let first = 0;
  for (const id of ids) {
    const count = (walk.counts.ranked.get(id) ?? 0) - (headed.has(id) ? 1 : 0);
    if (walk.skip < count) break;
    walk.skip -= count;
    first += 1;
  }
  return ids.slice(first);
}

function groupHolding({ search }: Walk, ids: number[], wanted: number): number[] {
  let held = 0;
  const end = ids.findIndex((id) => {
    held += search.counts.get(id) ?? 0;
    return held >= wanted + headCount;
  });
  return ids.slice(0, Math.min(groupSize, end < 0 ? ids.length : end + 1));
}

/** Lines that hold every term where no index knows, newest first. */
async function readBack(db: DbOrTx, walk: Walk): Promise<void> {
  const { search, scanBudget } = walk;
  if (!search.isReadBack) return;
  const { base, everyTerm, exactly, identified, ranked } = search;
  const before = joinAny([exactly, identified, compileOfPatterns(ranked)]);
  const { rows, next, readBackTo } = await scanLogs(db, search, {
    where: joinAll([base, everyTerm, Prisma.sql`NOT ${before}`]),
    after: afterOf(walk, 'scan'),
    limit: walk.skip + room(walk),
    ...(scanBudget !== undefined && { budget: scanBudget }),
  });
  const passed = Math.min(walk.skip, rows.length);
  walk.skip -= passed;
  walk.readPast = passed;
  keep(walk, rows.slice(passed), { stage: 'scan' });
  walk.scanNext = next;
  walk.readBackTo = readBackTo;
}
