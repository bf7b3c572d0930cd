import type { SetReport, SetRun } from '../../packages/core/src/replay/set-run-schema.ts';

/** Requests that are told of one by one. */
const mostListed = 20;

/** Says what came of a run: the verdict, how many requests are in which state, and which are not equal. */
export function printVerdict(run: SetRun, report: SetReport, url: string): string {
  const counts = Object.entries(run.counts).filter(([, count]) => count > 0);
  const states = counts.map(([state, count]) => `${count} ${state}`).join(', ');
  const unequal = report.requests.filter(({ status }) => status !== 'equal');
  const lines = unequal.slice(0, mostListed).map(({ status, endpoint, snapshotId, changedPaths, error }) => {
    const why = error ?? changedPaths.slice(0, 5).join(', ');
    return `  ${status.padEnd(11)} ${endpoint} (request ${snapshotId})${why === '' ? '' : `: ${why}`}`;
  });
  if (unequal.length > mostListed) lines.push(`  … and ${unequal.length - mostListed} more`);
  return [
    `${(run.verdict ?? run.status).toUpperCase()} ${report.set.name} against ${run.target}: ${run.total} requests, ${states}`,
    ...lines,
    `  ${url}/dashboard/replay/sets?run=${run.id}`,
  ].join('\n');
}

/** 0: all answers are equal; 1: some differ; 2: nothing differs, yet not every request was answered. */
export function exitCodeOf({ verdict, counts }: SetRun): 0 | 1 | 2 {
  if (verdict === 'pass') return 0;
  return counts.different > 0 ? 1 : 2;
}
