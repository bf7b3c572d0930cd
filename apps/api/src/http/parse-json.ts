import { badParameter } from '@apiscope/core/errors';

/** Levels of arrays and objects that are read: deeper ones take the parser a second for every two million. */
const maxDepth = 100_000;

/** Arrays and objects that are read: a byte or two stands for one, which takes the parser a microsecond and sixteen bytes or more. */
const maxNodes = 2_000_000;

/** Reads a JSON text of a body. @throws AppError BAD_REQUEST, which repeats nothing of the text. */
export function parseJson(text: string): unknown {
  refuseHeavy(text);
  try {
    return JSON.parse(text);
  } catch {
    throw badParameter('body', 'is not valid JSON');
  }
}

/** Refuses a JSON text that would hold the process up for seconds, whoever parses it then. @throws AppError BAD_REQUEST */
export function refuseHeavy(text: string): void {
  if (text.length <= 2 * maxDepth) return;
  let [depth, nodes] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = stringEnd(text, at);
    else if (code === openBracket || code === openBrace) {
      if (++depth > maxDepth) throw badParameter('body', `nested deeper than ${maxDepth} levels`);
      if (++nodes > maxNodes) throw badParameter('body', `holds more than ${maxNodes} arrays and objects`);
    } else if (code === closeBracket || code === closeBrace) depth--;
  }
}

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [34, 92, 91, 93, 123, 125];

/** Position of the quote that ends the string whose first quote is at `from`. */
function stringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quote) return at;
  }
  return text.length;
}
