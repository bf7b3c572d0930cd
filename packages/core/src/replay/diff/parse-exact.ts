/** Marks integers in the text on their way through the parser; no JSON text holds it unescaped. */
const mark = '\uE000int:';

/** JSON as it is, but integers of which a number would lose digits are big integers. @throws SyntaxError */
export function parseExact(text: string): unknown {
  if (!/\d{16}/.test(text) || text.includes(mark)) return JSON.parse(text);
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (token, offset: number) =>
    token.startsWith('"') || isInsideNumber(text, offset) ? token : `"${mark}${token}"`,
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? toInteger(value.slice(mark.length)) : value,
  );
}

/** Digits behind a point or an exponent are no integer. */
function isInsideNumber(text: string, offset: number): boolean {
  return offset > 0 && /[\d.eE+-]/.test(text[offset - 1]!);
}

function toInteger(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
