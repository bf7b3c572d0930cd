import { readAddress } from '../geo/address.ts';
import { maskWord } from './mask-word.ts';

/** A message split into what repeats and what varies. */
export type MaskedMessage = {
  /** The message with placeholders for its variables; alike messages have the same. */
  pattern: string;
  /** The variables, left to right. An identifier with a prefix stands here whole (`blk_-123`), the prefix stays in the pattern too. */
  variables: string[];
};

/** Takes note of a variable and gives the placeholder that stands for it. */
export type Placeholder = (name: PlaceholderName, variable: string) => string;

export const placeholderNames = ['uuid', 'time', 'user', 'email', 'ip', 'host', 'hex', 'id', 'num'] as const;
export type PlaceholderName = (typeof placeholderNames)[number];

/** Characters of a message that are masked; of a longer one the pattern ends in `…`. */
export const maxMaskedLength = 8_192;
/** Variables noted of one message. */
const maxVariables = 256;
/** Characters kept of one variable. */
const maxVariableLength = 256;

const uuid = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-zA-Z])';
const clock = '\\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?';
const isoTime = `\\d{4}(?:-\\d{2}-|/\\d{2}/)\\d{2}(?:[T _]${clock}(?:Z|[+-]\\d{2}:?\\d{2})?)?(?!\\d)`;
const namedTime = `(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\\d{1,2} ${clock}(?: \\d{4})?`;
const email = '(?<![\\w.+-])[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,8}';
const mac = '[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}(?![\\w:])';
const ipv6 = '(?<![\\w:.])[0-9a-fA-F]{0,4}:[0-9a-fA-F:]{1,39}(?:\\d{1,3}\\.){0,3}\\d{0,3}(?![\\w])';
const ipv4 = '(?<![\\w.])\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\.?\\w)';
const domain =
  '[a-zA-Z0-9][\\w-]{0,62}(?:\\.[a-zA-Z0-9][\\w-]{0,62}){0,8}\\.[a-zA-Z][\\w-]{1,62}(?![\\w.]*\\w)';
const number = '(?<![\\w.)\\]])[-+]?\\d{1,30}(?:,\\d{3}){0,8}(?:\\.\\d{1,30}){0,8}(?=[a-zA-Z]{0,4}(?!\\w))';
const user = '(?<=\\b(?:for|[Ii]nvalid|[Uu]nknown) user |\\buser(?:name)?=)[\\w.$-]+(?![\\w.$@-])';
/** Most words are plain; taking them first spares them the rest. */
const plain =
  '\\b(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\\b)[a-zA-Z]+(?![\\w.@:+-])';
const word = '[a-zA-Z0-9]+(?:[_-]+[a-zA-Z0-9]+)*';
/** What a message itself writes as a placeholder varies like any other: in a pattern, every placeholder stands for a variable. */
const literal = `<(?:${[...placeholderNames, 'overflow'].join('|')})>`;

/** What is told from what, each by the one group of its expression; a plain word has none. In the order in which they are tried. */
const forms: [Kind | null, string][] = [
  ['literal', `(${literal})`],
  ['user', `(${user})`],
  [null, plain],
  ['uuid', `\\b(${uuid})`],
  ['time', `\\b(${isoTime}|${namedTime}|${clock}(?![\\d:]))`],
  ['email', `(${email})`],
  ['mac', `\\b(${mac})`],
  ['ipv4', `(${ipv4})`],
  ['ipv6', `(${ipv6})`],
  ['hex', '\\b(0[xX][0-9a-fA-F]+)\\b'],
  ['domain', `(?<![\\w.-])(${domain})`],
  ['number', `(${number})`],
  ['word', `(${word})`],
];
type Kind =
  | 'literal'
  | 'user'
  | 'uuid'
  | 'time'
  | 'email'
  | 'mac'
  | 'ipv4'
  | 'ipv6'
  | 'hex'
  | 'domain'
  | 'number'
  | 'word';
/** Kinds by the number of their group, less one. Groups without names: named ones make every match three times as dear. */
const kinds = forms.flatMap(([kind]) => (kind === null ? [] : [kind]));

/** One pass, left to right; at each place the first that fits. Repetitions are bounded or begin at a boundary, so time is linear. */
const variable = new RegExp(forms.map(([, form]) => form).join('|'), 'g');

const topLevel = /\.(?:com|net|org|edu|gov|mil|int|info|biz|local|internal|lan)$/i;
/** Three labels and a country's code; what two letters also end files stays out. */
const countryLevel =
  /^[^.]+(?:\.[^.]+)+\.(?!(?:cc|cs|db|fs|go|gz|hs|js|kt|md|ml|mm|py|rb|rs|sh|so|ts|vb|xz)$)[a-z]{2}$/i;
/** Three or more of a kind in a row. */
const list = /(?<![\w-])([\w-]*<[a-z]+>)(?:[ ,;]{1,4}\1){2,}/g;

/**
 * Replaces what varies in a message by placeholders: `<uuid> <time> <user> <email> <ip> <host> <hex> <id> <num>`. A port follows its address as
 * `<num>`; a unit stays (`<num>ms`); so do words with up to three digits at their end (`eth0`, `sha256`) and the letters before an identifier
 * (`blk_<id>`). Takes time linear in the message.
 */
export function maskMessage(message: string): MaskedMessage {
  const variables: string[] = [];
  const place: Placeholder = (name, value) => {
    if (variables.length < maxVariables) variables.push(value.slice(0, maxVariableLength));
    return `<${name}>`;
  };
  const text = message.slice(0, maxMaskedLength);
  let masked = '';
  let copied = 0;
  variable.lastIndex = 0;
  for (let match = variable.exec(text); match !== null; match = variable.exec(text)) {
    const kind = kindOf(match);
    if (kind === null) continue;
    const [found] = match;
    masked += text.slice(copied, match.index);
    masked += maskFound(found, { kind, inPath: text[match.index - 1] === '/', place });
    copied = match.index + found.length;
  }
  masked += text.slice(copied);
  const pattern = masked.replace(list, '$1 …');
  return { pattern: message.length > maxMaskedLength ? `${pattern}…` : pattern, variables };
}

/** One group at most has matched; words, the commonest, have the last. */
function kindOf(match: RegExpExecArray): Kind | null {
  for (let group = kinds.length; group > 0; group--) if (match[group] !== undefined) return kinds[group - 1]!;
  return null;
}

function maskFound(
  found: string,
  { kind, inPath, place }: { kind: Kind; inPath: boolean; place: Placeholder },
): string {
  switch (kind) {
    case 'word':
      return maskWord(found, place, inPath);
    case 'literal':
      return maskLiteral(found, place);
    case 'mac':
      return place('hex', found);
    case 'number':
      return place('num', found);
    case 'ipv4':
      return place(readAddress(found) === null ? 'num' : 'ip', found);
    case 'ipv6':
      return maskColons(found, place);
    case 'domain':
      return isHost(found) ? place('host', found) : maskWords(found, place);
    default:
      return place(kind, found);
  }
}

/** A placeholder stands for itself, so that a pattern is its own pattern. */
function maskLiteral(found: string, place: Placeholder): string {
  return place(placeholderNames.find((name) => found === `<${name}>`) ?? 'id', found);
}

/** Hex digits and colons: an address, or words and numbers that happen to be joined by colons. */
function maskColons(found: string, place: Placeholder): string {
  if (/\d/.test(found) && /:.*:/.test(found) && readAddress(found) !== null) return place('ip', found);
  return maskWords(found, place);
}

function maskWords(found: string, place: Placeholder): string {
  return found.replace(/[a-zA-Z0-9]+(?:[_-]+[a-zA-Z0-9]+)*/g, (part) => maskWord(part, place));
}

/** A domain name, by its end; file names and package names have other ends. */
function isHost(text: string): boolean {
  return topLevel.test(text) || countryLevel.test(text);
}
