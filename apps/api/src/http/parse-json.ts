import { badParameter } from '@apiscope/core/errors';

/** Levels of arrays and objects that are read: deeper ones take the parser a second for every two million. */
const maxDepth = 100_000;

/** Reads a JSON text of a body. @throws AppError BAD_REQUEST, which repeats nothing of the text. */
export function parseJson(text: string): unknown {
  if (text.length > 2 * maxDepth && isDeeper(text, maxDepth))
    throw badParameter('body', `nested deeper than ${maxDepth} levels`);
  try {
    return JSON.parse(text);
  } catch {
    throw badParameter('body', 'is not valid JSON');
  }
}

function isDeeper(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = stringEnd(text, at);
    else if (code === openBracket || code === openBrace) {
      if (++depth > limit) return true;
    } else if (code === closeBracket || code === closeBrace) depth--;
  }
  return false;
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
