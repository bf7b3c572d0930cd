/** One line of a file; numbers count from 1. */
export type Line = { readonly text: string; readonly number: number };

/** Longest line, characters; a longer one is cut into several, so that a file without line ends fits in memory. */
export const longestLine = 4 * 1024 * 1024;

/**
 * Reads UTF-8 lines ended by LF or CRLF; a byte order mark is dropped, bytes that are no UTF-8 become U+FFFD, and the last
 * line needs no end. Memory stays constant, and nothing is read ahead of what is asked for.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let number = 0;
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield { text: line.replace(/\r+$/, ''), number: ++number };
    while (rest.length > longestLine) {
      yield { text: rest.slice(0, longestLine), number: ++number };
      rest = rest.slice(longestLine);
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield { text: rest.replace(/\r+$/, ''), number: ++number };
}
