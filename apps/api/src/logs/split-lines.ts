import { createByteCollector } from '../http/collect-bytes.ts';

/** A line of a body: its text, or why it has none. */
export type Line = string | { problem: string };

/** Cuts bytes that arrive piece by piece into lines; wherever the pieces are cut, the lines are the same. */
export type LineSplitter = {
  /** The lines that this piece completes, blank ones left out. */
  push(piece: Uint8Array): Line[];
  /** What stands behind the last line feed, unless it is blank. */
  end(): Line[];
};

const lineFeed = 10;
const byteOrderMark = '\uFEFF';

/**
 * Splits UTF-8 at LF; the CR of CRLF stays, as JSON reads over it. A byte order mark at the start is left out. A line longer than
 * `maxBytes`, or no UTF-8, is a problem of its own: its neighbours are read. At most `maxBytes` and one piece are held.
 */
export function createLineSplitter(maxBytes: number): LineSplitter {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** The beginning of a line whose end has not come; once it is too long its bytes are dropped. */
  const begun = createByteCollector();
  let isTooLong = false;
  let isFirst = true;

  const hold = (bytes: Buffer) => {
    isTooLong ||= begun.size() + bytes.length > maxBytes;
    if (isTooLong) begun.take();
    else begun.add(bytes);
  };
  const finishBegun = (): Line => {
    const line = isTooLong ? tooLong : readOne(begun.take());
    isTooLong = false;
    return line;
  };
  const hasBegun = () => isTooLong || begun.size() > 0;

  const tooLong: Line = { problem: `is longer than ${maxBytes} bytes` };
  const decode = (bytes: Buffer): string | null => {
    try {
      return decoder.decode(bytes);
    } catch {
      return null;
    }
  };
  const readOne = (bytes: Buffer): Line =>
    bytes.length > maxBytes ? tooLong : (decode(bytes) ?? { problem: 'is not valid UTF-8' });
  /** Whole lines are decoded at once, and one by one only where that fails. */
  const readMany = (bytes: Buffer): Line[] => {
    const text = bytes.length > maxBytes ? null : decode(bytes);
    return text === null ? splitBytes(bytes).map(readOne) : text.split('\n');
  };

  const finish = (lines: Line[]): Line[] => {
    const [first] = lines;
    if (isFirst && typeof first === 'string' && first.startsWith(byteOrderMark)) lines[0] = first.slice(1);
    isFirst &&= lines.length === 0;
    return lines.filter(isNotBlank);
  };

  return {
    push(piece) {
      const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      const lines: Line[] = [];
      let from = 0;
      const firstEnd = bytes.indexOf(lineFeed);
      if (firstEnd !== -1 && hasBegun()) {
        hold(bytes.subarray(0, firstEnd));
        lines.push(finishBegun());
        from = firstEnd + 1;
      }
      const lastEnd = bytes.lastIndexOf(lineFeed);
      if (lastEnd >= from) for (const line of readMany(bytes.subarray(from, lastEnd))) lines.push(line);
      if (lastEnd + 1 < bytes.length) hold(bytes.subarray(lastEnd + 1));
      return finish(lines);
    },
    end: () => (hasBegun() ? finish([finishBegun()]) : []),
  };
}

function splitBytes(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, from)) {
    lines.push(bytes.subarray(from, at));
    from = at + 1;
  }
  lines.push(bytes.subarray(from));
  return lines;
}

function isNotBlank(line: Line): boolean {
  return typeof line !== 'string' || !/^[ \t\r]*$/.test(line);
}
