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
const isoTime = `\\d{4}(?<dash>[-/])\\d{2}\\k<dash>\\d{2}(?:[T _]${clock}(?:Z|[+-]\\d{2}:?\\d{2})?)?(?!\\d)`;
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

/** One pass, left to right; at each place the first that fits. Repetitions are bounded or begin at a boundary, so time is linear. */
const variable = new RegExp(
  [
    `(?<literal>${literal})`,
    `(?<user>${user})`,
    plain,
    `\\b(?<uuid>${uuid})`,
    `\\b(?<time>${isoTime}|${namedTime}|${clock}(?![\\d:]))`,
    `(?<email>${email})`,
    `\\b(?<mac>${mac})`,
    `(?<ipv4>${ipv4})`,
    `(?<ipv6>${ipv6})`,
    '\\b(?<hex>0[xX][0-9a-fA-F]+)\\b',
    `(?<![\\w.-])(?<domain>${domain})`,
    `(?<number>${number})`,
    `(?<word>${word})`,
  ].join('|'),
  'g',
);

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
  const masked = message.slice(0, maxMaskedLength).replace(variable, (found, ...rest: unknown[]) => {
    const [offset, text, groups] = rest.slice(-3) as [number, string, Record<string, string | undefined>];
    return maskFound(found, groups, text[offset - 1] === '/', place);
  });
  const pattern = masked.replace(list, '$1 …');
  return { pattern: message.length > maxMaskedLength ? `${pattern}…` : pattern, variables };
}

function maskFound(
  found: string,
  groups: Record<string, string | undefined>,
  inPath: boolean,
  place: Placeholder,
): string {
  if (groups.word !== undefined) return maskWord(found, place, inPath);
  if (groups.literal !== undefined) return maskLiteral(found, place);
  if (groups.user !== undefined) return place('user', found);
  if (groups.uuid !== undefined) return place('uuid', found);
  if (groups.time !== undefined) return place('time', found);
  if (groups.email !== undefined) return place('email', found);
  if (groups.hex !== undefined || groups.mac !== undefined) return place('hex', found);
  if (groups.number !== undefined) return place('num', found);
  if (groups.ipv4 !== undefined) return place(readAddress(found) === null ? 'num' : 'ip', found);
  if (groups.ipv6 !== undefined) return maskColons(found, place);
  if (groups.domain === undefined) return found;
  return isHost(found) ? place('host', found) : maskWords(found, place);
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
