import { createMemory } from '../remember.ts';
import type { RedactionRules } from './rules.ts';

/**
 * Whether the value under `name` is a secret. `parents` are the names around it, outermost first; they lend their words, so that
 * `number` in `card` is a card number.
 */
export type SecretNameTest = (name: string, parents?: readonly string[]) => boolean;

/** Only the end of a name is looked at; it carries the noun. */
const maxNameLength = 120;
/** Parts names that are remembered together; a name that holds it is judged anew each time. */
const separator = '\0';
const none: readonly string[] = [];

/** Words that may follow the noun without making it something else. */
const qualifiers = new Set(
  'confirmation confirm repeat again value hash hashed digest text plain plaintext raw encrypted enc old new current previous b64 hex'.split(
    ' ',
  ),
);
/** First words of a name that asks whether, rather than holds. */
const questions = new Set(['is', 'has', 'had', 'should', 'needs', 'requires']);

/** Builds the test that {@link RedactionRules.names} describes. */
export function createSecretNameTest(rules: RedactionRules): SecretNameTest {
  const secret = compile(rules.names);
  const harmless = compile(rules.except);
  const longest = Math.max(1, ...rules.names.map((rule) => wordsOf(rule).length));
  const recall = createMemory<boolean>();

  const test = (name: string, parents: readonly string[] = none): boolean => {
    const all = wordsOf(name);
    if (all.length > 1 && questions.has(all[0]!)) return false;
    const words = withoutQualifiers(all);
    if (words.length === 0 || matches(harmless, words, words)) return false;
    const around = parents.slice(-longest).flatMap(wordsOf);
    return matches(secret, words, [...around, ...words].slice(-longest));
  };

  return (name, parents = none) => {
    if (parents.length === 0 && !name.includes(separator)) return recall(tail(name), () => test(name));
    const names = [...parents.slice(-longest), name].map(tail);
    if (names.some((each) => each.includes(separator))) return test(name, parents);
    return recall(names.join(separator), () => test(name, parents));
  };
}

function tail(name: string): string {
  return name.length > maxNameLength ? name.slice(-maxNameLength) : name;
}

type NameRules = { exact: Set<string>; ends: Set<string>; joined: Set<string>; wordEnds: string[] };

function compile(rules: readonly string[]): NameRules {
  const compiled: NameRules = { exact: new Set(), ends: new Set(), joined: new Set(), wordEnds: [] };
  for (const rule of rules) {
    const words = wordsOf(rule);
    if (words.length === 0) continue;
    if (rule.startsWith('*')) compiled.wordEnds.push(words.join(''));
    else if (rule.startsWith('=')) compiled.exact.add(words.join(' '));
    else {
      compiled.ends.add(words.join(' '));
      compiled.joined.add(words.join(''));
    }
  }
  return compiled;
}

function matches(rules: NameRules, own: readonly string[], withParents: readonly string[]): boolean {
  if (rules.exact.has(own.join(' ')) || rules.joined.has(own.join(''))) return true;
  if (rules.wordEnds.some((end) => own.at(-1)!.endsWith(end))) return true;
  return withParents.some((_, start) => rules.ends.has(withParents.slice(start).join(' ')));
}

/** `X-Api-Key`, `apiKey2` and `APIKey` are `api key` behind `x`; digits and everything that is no letter separate. */
function wordsOf(name: string): string[] {
  return name
    .slice(-maxNameLength)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}

function withoutQualifiers(words: readonly string[]): string[] {
  const kept = [...words];
  while (kept.length > 1 && qualifiers.has(kept.at(-1)!)) kept.pop();
  return kept;
}
