import { setOwn } from '../set-own.ts';
import { redacted } from './rules.ts';
import type { SecretNameTest } from './secret-name.ts';

/** Told of each redaction: where it was, dotted (`card.number`, `items.0.token`); '' is the value itself. */
export type OnRedacted = (path: string) => void;

export type JsonRedaction = {
  isSecret: SecretNameTest;
  /** Redacts a string value. */
  text: (text: string) => string;
  /** Redacts a key: by shape alone, a key being no name-value pair. */
  key: (key: string) => string;
};

/** Nesting kept; what lies deeper is replaced by a remark. */
const maxDepth = 100;
/** Numbers closer to zero have too few digits for any secret. */
const leastSecretNumber = 1e12;

/** What replaces values that JSON cannot hold. */
const remarks = {
  circular: '[circular]',
  deep: '[nested too deep]',
  binary: '[binary]',
  unreadable: '[unreadable]',
} as const;

/** A walk over one value. Its steps are functions of the module: as closures they would be made anew for every log line. */
type Walk = {
  redaction: JsonRedaction;
  onRedacted: OnRedacted | undefined;
  /** Objects that the walk is inside of. */
  open: object[];
  /** Keys and positions from the value itself to where the walk is. */
  path: string[];
};

/**
 * A redacted copy of a value as JSON would write it: functions and undefined go, dates become ISO text, big integers decimal text,
 * errors their name, message and stack. Under a secret name any value but null is replaced whole; so is `value` beside a secret `name`
 * or `key`. Never throws, never shares an object with its input; `__proto__` is a key like any other.
 */
export function redactJson(value: unknown, redaction: JsonRedaction, onRedacted?: OnRedacted): unknown {
  return redactNode({ redaction, onRedacted, open: [], path: [] }, value);
}

function redactNode(walk: Walk, node: unknown): unknown {
  if (typeof node === 'string') return replaced(walk, node, walk.redaction.text(node));
  if (typeof node === 'number') return Number.isFinite(node) ? redactNumber(walk, node) : null;
  if (typeof node === 'bigint') return replaced(walk, String(node), walk.redaction.text(String(node)));
  if (typeof node === 'boolean' || node === null) return node;
  if (typeof node !== 'object') return undefined;
  if (ArrayBuffer.isView(node) || node instanceof ArrayBuffer) return remarks.binary;
  const depth = walk.path.length;
  if (walk.open.includes(node)) return remarks.circular;
  if (depth > maxDepth) return remarks.deep;
  const opened = walk.open.push(node);
  try {
    return redactObject(walk, node);
  } catch {
    return remarks.unreadable;
  } finally {
    walk.open.length = opened - 1;
    walk.path.length = depth;
  }
}

function redactObject(walk: Walk, node: object): unknown {
  if ('toJSON' in node && typeof node.toJSON === 'function') return redactNode(walk, node.toJSON());
  if (Array.isArray(node)) return node.map((item, n) => redactAt(walk, String(n), item) ?? null);
  const entries: [string, unknown][] =
    node instanceof Error
      ? [['name', node.name], ['message', node.message], ['stack', node.stack], ...Object.entries(node)]
      : Object.entries(node);
  const parents = walk.path.length === 0 ? none : walk.path.filter(isName);
  const copy: Record<string, unknown> = {};
  for (const [key, item] of entries) {
    const isSecret =
      walk.redaction.isSecret(key, parents) || (key === 'value' && namesASecret(walk, entries));
    const kept = redactAt(walk, key, isSecret && item !== null && item !== undefined ? secret : item);
    if (kept !== undefined) setOwn(copy, freeKey(copy, walk.redaction.key(key)), kept);
  }
  return copy;
}

function redactAt(walk: Walk, key: string, item: unknown): unknown {
  walk.path.push(key);
  const kept = item === secret ? replaced(walk, item, redacted) : redactNode(walk, item);
  walk.path.pop();
  return kept;
}

const none: readonly string[] = [];

/** Stands for a value that is replaced whatever it is. */
const secret = Symbol('secret');

function isName(part: string): boolean {
  return !/^\d+$/.test(part);
}

function namesASecret({ redaction }: Walk, entries: readonly [string, unknown][]): boolean {
  return entries.some(
    ([key, item]) =>
      (key === 'name' || key === 'key') && typeof item === 'string' && redaction.isSecret(item),
  );
}

function redactNumber(walk: Walk, node: number): unknown {
  if (Math.abs(node) < leastSecretNumber) return node;
  const text = String(node);
  const kept = walk.redaction.text(text);
  return kept === text ? node : replaced(walk, node, kept);
}

function replaced({ redaction, onRedacted, path }: Walk, before: unknown, after: string): string {
  if (before !== after) onRedacted?.(path.map(redaction.key).join('.'));
  return after;
}

/** The key, or where redaction made it equal to another, the key with a number. */
function freeKey(target: object, key: string): string {
  let free = key;
  for (let n = 2; Object.hasOwn(target, free); n++) free = `${key} ${n}`;
  return free;
}
