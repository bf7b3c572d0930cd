import type { ResponseDiff } from '../diff-schema.ts';
import type { Answer } from './answer.ts';
import { collectChanges } from './collect-changes.ts';
import { diffBodies } from './diff-bodies.ts';
import { diffHeaders } from './diff-headers.ts';
import { readAnswerBody } from './read-answer-body.ts';

/**
 * Tells where two answers differ: status, headers but volatile ones, and bodies (JSON by path, text by line, what is not stored by size
 * and SHA-256). Both must be redacted alike; what is redacted on both sides counts as equal. `ignore` names places that do not
 * count, with all that is inside them: `*` stands for one name, `**` for any number. Never throws.
 */
export function diffResponses(
  before: Answer,
  after: Answer,
  { ignore = [] }: { ignore?: readonly string[] } = {},
): ResponseDiff {
  const collector = collectChanges(ignore);
  if (before.statusCode !== after.statusCode)
    collector.report(['status'], {
      kind: before.statusCode === null || after.statusCode === null ? 'type' : 'changed',
      before: before.statusCode,
      after: after.statusCode,
    });
  const { compared, isWhole } =
    before.statusCode === null || after.statusCode === null
      ? noAnswer(collector.note)
      : diffBodies(collector, { before: readAnswerBody(before), after: readAnswerBody(after) });
  if (before.headers && after.headers)
    diffHeaders(
      collector,
      { before: before.headers, after: after.headers },
      { isBodyCompared: isWhole && compared !== 'none' },
    );
  else collector.note('headers are known of one answer at most and not compared');
  const found = collector.end();
  return { equal: found.changes.length === 0 && found.more === 0, compared, ...found };
}

function noAnswer(note: (text: string) => void): { compared: 'none'; isWhole: false } {
  note('one of the two was not answered');
  return { compared: 'none', isWhole: false };
}
