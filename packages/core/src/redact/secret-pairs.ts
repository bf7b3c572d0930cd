import { nextAssignment } from './next-assignment.ts';
import { redacted } from './rules.ts';
import type { SecretNameTest } from './secret-name.ts';

/** Headers whose value runs to the end of the line, blanks and commas included. */
const wholeLine = /(?:authorization|cookie)$/i;
const xmlElement =
  /<([A-Za-z_][\w:.-]*)((?:\s[^<>]*)?>)(?!\[redacted\]<)(<!\[CDATA\[[^\]]*(?:\]\]>)?|[^<]+)/g;

/**
 * Replaces the values of secret names written out in a text: `password=x`, `Authorization: Bearer x`, `{"token": "x"}` (whole,
 * cut off or escaped inside another string), `user[password]=x`, `<password>x</password>`. An unquoted value ends at a blank, quote, comma,
 * `;`, `&` or angle bracket.
 */
export function replaceSecretPairs(text: string, isSecret: SecretNameTest): string {
  return replaceAssignments(replaceElements(text, isSecret), isSecret);
}

function replaceElements(text: string, isSecret: SecretNameTest): string {
  if (!text.includes('</')) return text;
  return text.replace(xmlElement, (found, name: string, rest: string, content: string) => {
    const local = name.slice(name.lastIndexOf(':') + 1);
    return content.trim() !== '' && isSecret(local) ? `<${name}${rest}${redacted}` : found;
  });
}

function replaceAssignments(text: string, isSecret: SecretNameTest): string {
  let result = '';
  let copied = 0;
  let from = 0;
  for (let found = nextAssignment(text, from); found !== null; found = nextAssignment(text, from)) {
    const { name, isClosed, sign, at, nameAt } = found;
    from = at + sign.length;
    // `//session:3000` is a host and its port; passwords in URLs are told by shape.
    if (!isSecret(name) || (sign === ':' && text.startsWith('//', nameAt - 2))) continue;
    const start = skipBlanks(text, from, sign);
    const end = valueEnd(text, start, isClosed, wholeLine.test(name) && sign === ':');
    if (end <= start) continue;
    const quote = /^\\*["']/.exec(text.slice(start, start + 9))?.[0] ?? '';
    const closed =
      quote !== '' && end - start >= 2 * quote.length && text.startsWith(quote, end - quote.length);
    result += `${text.slice(copied, start)}${quote}${redacted}${closed ? quote : ''}`;
    copied = end;
    from = end;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** Where the value begins: on the same line, and right after `=`, where a blank means that there is none. */
function skipBlanks(text: string, from: number, sign: string): number {
  if (sign === '=') return from;
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

function valueEnd(text: string, start: number, namedLikeJson: boolean, toLineEnd: boolean): number {
  const quote = /^\\*["']/.exec(text.slice(start, start + 9))?.[0];
  if (quote !== undefined) return quotedEnd(text, start + quote.length, quote);
  const first = text[start];
  const bracketed = first === '{' || first === '[';
  const from = !bracketed
    ? start
    : text.startsWith(redacted, start)
      ? start + redacted.length
      : bracketsEnd(text, start);
  const stop = namedLikeJson ? /[\s,;&"'<>}\]]|$/g : toLineEnd ? /[\r\n"']|$/g : /[\s,;&"'<>]|$/g;
  stop.lastIndex = from;
  const end = stop.exec(text)!.index;
  // `{"a":null}` and the like hold nothing to hide.
  return namedLikeJson && text.slice(start, end) === 'null' ? start : end;
}

/** After the closing quote, which bears as many backslashes as the opening one; the end of the text when it is missing. */
function quotedEnd(text: string, from: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\' && at - 1 - escapes >= from) escapes++;
    // Inside a plain quote an odd number of backslashes escapes it; inside an escaped one any more do.
    if (quote.length === 1 ? escapes % 2 === 0 : escapes === 0) return at + quote.length;
  }
  return text.length;
}

/** After the bracket that closes the one at `start`, brackets inside strings aside; the end of the text when it is missing. */
function bracketsEnd(text: string, start: number): number {
  let depth = 0;
  const token = /\\.|["{}[\]]/gs;
  token.lastIndex = start;
  let inString = false;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [sign] = match;
    if (sign === '"' || sign === '\\"') inString = !inString;
    else if (sign.length > 1 || inString) continue;
    else if (sign === '{' || sign === '[') depth++;
    else if (--depth === 0) return match.index + 1;
  }
  return text.length;
}
