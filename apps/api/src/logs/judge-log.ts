import type { Issue } from '@apiscope/core/errors';
import { newLog } from '@apiscope/core/logs/schema';
import type { PreparedLog } from '@apiscope/db/logs/insert-logs';
import { type Actor, anybody } from '../access/actor.ts';
import type { Deps } from '../deps.ts';
import { parseInput } from '../http/parse-input.ts';
import { toAppError } from '../http/to-app-error.ts';
import { prepareLog } from './prepare-log.ts';

/** What became of one line of a batch: a log that can be stored, or why it can't. */
export type Judgement = { log: PreparedLog } | { refusal: Refusal };
export type Refusal = { message: string; issues: Issue[] };

/** What is said of one line at most: issues, and characters of each of their texts. */
const maxIssues = 10;
const maxText = 200;

/** Judges one line of a batch by itself. `read` gives its value, and may throw what is wrong with its text. */
export function judgeLog(
  deps: Pick<Deps, 'redactor' | 'clock'>,
  read: () => unknown,
  actor: Actor = anybody,
): Judgement {
  try {
    return { log: prepareLog(deps, parseInput(newLog, read()), actor) };
  } catch (error) {
    const { code, issues = [] } = toAppError(error);
    if (code !== 'BAD_REQUEST') throw error;
    return { refusal: refusalOf(issues) };
  }
}

/** A refusal holds what a line's sender can write into it, such as the names of a million unknown fields: so it is bounded. */
export function refusalOf(all: readonly Issue[]): Refusal {
  const issues = all
    .slice(0, maxIssues)
    .map(({ path, message }) => ({ path: short(path), message: short(message) }));
  const more = all.length > maxIssues ? `; and ${all.length - maxIssues} more` : '';
  return { message: issues.map(({ path, message }) => `${path}: ${message}`).join('; ') + more, issues };
}

function short(text: string): string {
  return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
}
