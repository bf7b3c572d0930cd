import type { ResponseDiff } from '../diff-schema.ts';
import type { ChangeCollector } from './collect-changes.ts';
import { diffValues } from './diff-values.ts';
import type { AnswerBody } from './read-answer-body.ts';

type Text = Extract<AnswerBody, { kind: 'text' }>;

/** @returns how bodies were compared, and whether nothing of them was left out. */
export function diffBodies(
  collector: ChangeCollector,
  { before, after }: { before: AnswerBody; after: AnswerBody },
): { compared: ResponseDiff['compared']; isWhole: boolean } {
  if (before.kind === 'none' && after.kind === 'none') return { compared: 'none', isWhole: true };
  if (before.kind === 'unstored' || after.kind === 'unstored')
    return { compared: diffUnstored(collector, { before, after }), isWhole: false };
  if (before.kind === 'none' || after.kind === 'none') {
    const [kind, body] =
      before.kind === 'none' ? (['added', after] as const) : (['removed', before] as const);
    const value = body.kind === 'text' ? contentOf(body) : undefined;
    collector.report(['body'], kind === 'added' ? { kind, after: value } : { kind, before: value });
    return { compared: body.kind === 'text' && body.json ? 'json' : 'text', isWhole: true };
  }
  if (before.json && after.json) {
    diffValues(collector, ['body'], [before.json.value, after.json.value]);
    return { compared: 'json', isWhole: true };
  }
  if (before.json || after.json) {
    collector.report(['body'], { kind: 'type', before: contentOf(before), after: contentOf(after) });
    return { compared: 'text', isWhole: true };
  }
  diffTexts(collector, before, after);
  return { compared: 'text', isWhole: !before.isCut && !after.isCut };
}

function contentOf({ json, text }: Text): unknown {
  return json ? json.value : text;
}

/** Texts of several lines line by line, lines counted from 0; of a text that was cut only the beginning is there to compare. */
function diffTexts(collector: ChangeCollector, before: Text, after: Text): void {
  if (before.isCut || after.isCut) {
    collector.note(`${sidesOf(before.isCut, after.isCut)} cut short: only the beginnings are compared`);
    diffSizes(collector, before, after);
  }
  const length = Math.min(...[before, after].filter(({ isCut }) => isCut).map(({ text }) => text.length));
  const [old, now] = [before.text.slice(0, length), after.text.slice(0, length)];
  const lines = [old.split('\n'), now.split('\n')] as const;
  diffValues(collector, ['body'], lines.every(({ length }) => length === 1) ? [old, now] : lines);
}

function sidesOf(before: boolean, after: boolean): string {
  if (before && after) return 'both bodies were';
  return before ? 'the body before was' : 'the body after was';
}

/** Bodies of which one is not stored: by what is known of both. */
function diffUnstored(
  collector: ChangeCollector,
  { before, after }: { before: AnswerBody; after: AnswerBody },
): ResponseDiff['compared'] {
  for (const [side, body] of [
    ['before', before],
    ['after', after],
  ] as const)
    if (body.kind === 'unstored') collector.note(`the body ${side} is not stored (${body.why})`);
  const sized = diffSizes(collector, before, after);
  const hashes = [before, after].map((body) => (body.kind === 'unstored' ? body.sha256 : null));
  if (hashes[0] && hashes[1]) {
    if (hashes[0] !== hashes[1])
      collector.report(['sha256'], { kind: 'changed', before: hashes[0], after: hashes[1] });
    return 'hash';
  }
  if (sized) collector.note('only the sizes of the bodies are compared');
  return sized ? 'hash' : 'none';
}

function diffSizes(collector: ChangeCollector, before: AnswerBody, after: AnswerBody): boolean {
  const [old, now] = [sizeOf(before), sizeOf(after)];
  if (old === null || now === null) return false;
  if (old !== now) collector.report(['size'], { kind: 'changed', before: old, after: now });
  return true;
}

function sizeOf(body: AnswerBody): number | null {
  return body.kind === 'none' ? 0 : body.size;
}
