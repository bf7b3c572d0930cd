/** A name and the sign that gives it a value: `name=`, `"name": `, `user[name] =>`. */
export type Assignment = {
  name: string;
  nameAt: number;
  /** Whether quotes or brackets close the name. */
  isClosed: boolean;
  sign: ':=' | '=>' | '=' | ':';
  /** Position of the sign. */
  at: number;
};

const maxBlanks = 8;
const maxClosers = 3;

/**
 * The first assignment of a text whose name begins at `from` or later: a name, at most three quotes and brackets that close it, escaped or
 * not, at most eight blanks, and `=`, `:`, `=>` or `:=`; not `==`, `=~`, `::` or `://`. Names without a letter are passed over. Looks for
 * the sign first, as most texts have few.
 */
export function nextAssignment(text: string, from: number): Assignment | null {
  for (let at = nextSign(text, from); at !== -1; at = nextSign(text, at + 1)) {
    const sign = signAt(text, at);
    if (sign === null) continue;
    const closersEnd = skipBack(text, at, { from, most: maxBlanks, is: isBlank });
    const nameEnd = skipClosers(text, closersEnd, from);
    const nameAt = skipBack(text, nameEnd, { from, most: text.length, is: isNamePart });
    if (nameAt === nameEnd || isInsideName(text, nameAt)) continue;
    const name = text.slice(nameAt, nameEnd);
    if (/[a-z]/i.test(name)) return { name, nameAt, isClosed: nameEnd < closersEnd, sign, at };
  }
  return null;
}

const signs = /[:=]/g;

function nextSign(text: string, from: number): number {
  signs.lastIndex = from;
  return signs.test(text) ? signs.lastIndex - 1 : -1;
}

function signAt(text: string, at: number): Assignment['sign'] | null {
  const next = text[at + 1];
  if (text[at] === ':') {
    if (next === '=') return ':=';
    return next === ':' || text.startsWith('//', at + 1) ? null : ':';
  }
  if (next === '>') return '=>';
  return next === '=' || next === '~' ? null : '=';
}

/** Goes back from `end` over quotes and brackets with the backslashes before each. */
function skipClosers(text: string, end: number, from: number): number {
  let at = end;
  for (let count = 0; count < maxClosers && at > from && isCloser(text.charCodeAt(at - 1)); count++)
    at = skipBack(text, at - 1, { from, most: text.length, is: isBackslash });
  return at;
}

/** Goes back from `end`, not before `from`, over at most so many characters of a kind. */
function skipBack(
  text: string,
  end: number,
  { from, most, is }: { from: number; most: number; is: (code: number) => boolean },
): number {
  const least = Math.max(from, end - most);
  let at = end;
  while (at > least && is(text.charCodeAt(at - 1))) at--;
  return at;
}

function isInsideName(text: string, at: number): boolean {
  return at > 0 && isNamePart(text.charCodeAt(at - 1));
}

const isBlank = (code: number) => code === 32 || code === 9;
const isBackslash = (code: number) => code === 92;
/** `"`, `'`, `]`. */
const isCloser = (code: number) => code === 34 || code === 39 || code === 93;
/** Letters, digits, `_`, `.` and `-`. */
const isNamePart = (code: number) =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  code === 46 ||
  code === 45;
