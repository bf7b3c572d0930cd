import { AppError, type Issue } from '@apiscope/core/errors';
import { type Log, logLimits, type NewLog, newLog } from '@apiscope/core/logs/schema';
import { badParameters } from '@apiscope/core/search/parse';
import { insertLog, insertLogs, type PreparedLog } from '@apiscope/db/logs/insert-logs';
import type { PatternRules } from '@apiscope/db/logs/resolve-patterns';
import type { Deps } from '../deps.ts';
import { parseInput } from '../http/parse-input.ts';
import { toAppError } from '../http/to-app-error.ts';
import { prepareLog } from './prepare-log.ts';
import type { LogBatchResult } from './schema.ts';

type Rejection = LogBatchResult['rejected'][number];

/** Reasons listed at most when a whole batch is refused. */
const maxIssues = 100;

/**
 * Stores one log and answers it, or a batch and answers what became of its lines.
 * @throws AppError BAD_REQUEST naming what is wrong with the one log, or with every line of the batch.
 */
export async function createLogs(deps: Deps, input: NewLog | NewLog[]): Promise<Log | LogBatchResult> {
  if (Array.isArray(input)) return createBatch(deps, input);
  return insertLog(deps.db, prepareLog(deps, parseInput(newLog, input)), patternRules(deps));
}

async function createBatch(deps: Deps, lines: unknown[]): Promise<LogBatchResult> {
  if (lines.length === 0 || lines.length > logLimits.batch)
    throw badParameters([{ path: 'body', message: `expected 1 to ${logLimits.batch} logs` }]);
  const prepared: PreparedLog[] = [];
  const rejected: Rejection[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      prepared.push(prepareLog(deps, parseInput(newLog, line)));
    } catch (error) {
      rejected.push(rejection(index, error));
    }
  }
  if (prepared.length === 0) throw allRefused(rejected);
  await insertLogs(deps.db, prepared, patternRules(deps));
  return { accepted: prepared.length, rejected };
}

function rejection(index: number, error: unknown): Rejection {
  const { code, message, issues } = toAppError(error);
  if (code !== 'BAD_REQUEST') throw error;
  return { index, message, issues: issues ?? [] };
}

function allRefused(rejected: Rejection[]): AppError {
  const issues: Issue[] = rejected.flatMap(({ index, issues }) =>
    issues.map(({ path, message }) => ({ path: path === 'body' ? `${index}` : `${index}.${path}`, message })),
  );
  return new AppError('BAD_REQUEST', `none of the ${rejected.length} logs can be stored`, {
    issues: issues.slice(0, maxIssues),
  });
}

function patternRules({ embedder, settings }: Deps): PatternRules {
  return { embedder, maxPatterns: settings.maxPatterns };
}
