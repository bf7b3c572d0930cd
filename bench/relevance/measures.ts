import type { RealLog } from '../data/read-real-logs.ts';
import type { Corpus } from './corpus.ts';
import type { Engine } from './engines.ts';
import { misspell, type Random, sample, wordsOf } from './pick.ts';
import type { Labels } from './read-labels.ts';

/** Share of what was asked that came out right, and how often was asked; `missed` tells a few of the others. */
export type Share = { share: number; asked: number; missed: string[] };

async function shareOf<T>(
  items: readonly T[],
  isRight: (item: T) => Promise<boolean>,
  tell: (item: T) => string,
): Promise<Share> {
  const missed: string[] = [];
  for (const item of items) if (!(await isRight(item))) missed.push(tell(item));
  return { share: 1 - missed.length / items.length, asked: items.length, missed: missed.slice(0, 8) };
}

/** Questions of people of which a line that answers is among the first ten. */
export function measureQuestions(
  engine: Engine,
  { questions }: Labels,
  { filtered }: { filtered: boolean },
): Promise<Share> {
  return shareOf(
    questions,
    async ({ text, system, rows }) => {
      const options = { limit: 10, ...(filtered && { service: system.toLowerCase() }) };
      const found = await engine.search(text, options);
      return found.some((log) => log.system === system && rows.has(log.row));
    },
    ({ text }) => text,
  );
}

/** Identifiers of which a line that has it is among the first three. */
export function measureIdentifiers(
  engine: Engine,
  { real }: Corpus,
  { random, ofKind }: { random: Random; ofKind: number },
): Promise<Share> {
  const kinds = identifierKinds.map((pattern) => {
    const found = real.flatMap(({ log }) => textOf(log).match(pattern) ?? []);
    return sample([...new Set(found)], ofKind, random);
  });
  return shareOf(
    kinds.flat(),
    async (identifier) => {
      const found = await engine.search(identifier, { limit: 3 });
      return found.some(({ log }) => textOf(log).includes(identifier));
    },
    (identifier) => identifier,
  );
}

/** Blocks, uuids, ids of requests, addresses, and plain numbers such as pids. */
const identifierKinds = [
  /\bblk_-?\d+/g,
  /(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g,
  /\breq-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g,
  /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g,
  /(?<![\w.:/-])\d{5,}(?![\w.:/-])/g,
];

function textOf({ message, requestId, traceId }: RealLog['log']): string {
  return [message, requestId, traceId].filter(Boolean).join(' ');
}

/** Two words of a line, one of them or each misspelt by one edit, that find a line of the same template among the first ten. */
export function measureTypos(
  engine: Engine,
  { real }: Corpus,
  { labels, random, edits, count }: { labels: Labels; random: Random; edits: 1 | 2; count: number },
): Promise<Share> {
  const lines = real.filter(
    ({ system, row, log }) =>
      labels.templateOf(system, row) !== undefined && wordsOf(log.message).length >= 2,
  );
  const asked = sample(lines, count, random).map((line) => {
    const words = sample(wordsOf(line.log.message), 2, random);
    const text = words.map((word, n) => (n < edits ? misspell(word, random) : word)).join(' ');
    return { line, text, words };
  });
  return shareOf(
    asked,
    async ({ line, text }) => {
      const found = await engine.search(text, { limit: 10 });
      const template = labels.templateOf(line.system, line.row);
      return found.some(({ system, row }) => labels.templateOf(system, row) === template);
    },
    ({ text, words }) => `${text} (${words.join(' ')})`,
  );
}

/** Of the ten lines most like a line, those of its template; of lines whose template has eleven and more. */
export async function measureSimilar(
  engine: Engine,
  { real }: Corpus,
  { labels, random, count }: { labels: Labels; random: Random; count: number },
): Promise<Share> {
  const sizes = new Map<string, number>();
  const templateOf = ({ system, row }: RealLog): string | undefined => labels.templateOf(system, row);
  for (const log of real) {
    const template = templateOf(log);
    if (template) sizes.set(template, (sizes.get(template) ?? 0) + 1);
  }
  const ids = real.flatMap((log, n) => ((sizes.get(templateOf(log) ?? '') ?? 0) >= 11 ? [n + 1] : []));
  const asked = sample(ids, count, random);
  const missed: string[] = [];
  let right = 0;
  for (const id of asked) {
    const own = real[id - 1]!;
    const found = await engine.similar(id, 10);
    const alike = found.filter((log) => templateOf(log) === templateOf(own)).length;
    right += alike;
    if (alike < 10) missed.push(`${alike} of 10: ${own.log.message.slice(0, 80)}`);
  }
  return { share: right / (10 * asked.length), asked: asked.length, missed: missed.slice(0, 8) };
}
