import { createEntryAssembler, type Entry } from '../../packages/core/src/ingest/assemble-entries.ts';
import { createYearOf } from '../../packages/core/src/ingest/calendar-time.ts';
import { detectFormat, type LogFormat, sampleSize } from '../../packages/core/src/ingest/detect-format.ts';
import type { Input } from './open-input.ts';
import type { LineRange } from './parse-arguments.ts';
import { type Line, readLines } from './read-lines.ts';

export type ReadOptions = {
  readonly format: LogFormat | null;
  readonly year: number | null;
  readonly range: LineRange;
  /** Time of import, epoch ms. */
  readonly now: number;
  readonly onFormat?: (format: LogFormat) => void;
  readonly onBytes?: (count: number) => void;
};

/**
 * Reads the entries of a file whose first line is in the range. What comes before is read too, so that the entries of two
 * ranges that meet are exactly the entries of both together, wherever the cut falls in a stack trace.
 */
export async function* readEntries(input: Input, options: ReadOptions): AsyncGenerator<Entry> {
  const lines = readLines(input.read(options.onBytes));
  try {
    const sample = await take(lines, sampleSize);
    const detected = detectFormat(sample.map(({ text }) => text));
    const format = options.format ?? detected.format;
    options.onFormat?.(format);
    const yearOf = createYearOf({
      ...(options.year !== null && { year: options.year }),
      reference: input.modifiedAt ?? options.now,
    });
    const assembler = createEntryAssembler({ ...detected, format, yearOf });
    const isWanted = ({ firstLine }: Entry) =>
      firstLine >= options.range.from && firstLine <= options.range.to;
    for await (const { text, number } of concatenate(sample, lines)) {
      const entry = assembler.push(text, number);
      if (!entry) continue;
      if (entry.firstLine > options.range.to) return;
      if (isWanted(entry)) yield entry;
    }
    const last = assembler.end();
    if (last && isWanted(last)) yield last;
  } finally {
    await lines.return(undefined);
  }
}

async function take(lines: AsyncGenerator<Line>, count: number): Promise<Line[]> {
  const taken: Line[] = [];
  while (taken.length < count) {
    const { done, value } = await lines.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

async function* concatenate(sample: readonly Line[], lines: AsyncGenerator<Line>): AsyncGenerator<Line> {
  yield* sample;
  yield* lines;
}

/** The latest time that any line of the inputs has, epoch ms, or null when none has one. */
export async function findLastTime(inputs: readonly Input[], options: ReadOptions): Promise<number | null> {
  let last: number | null = null;
  for (const input of inputs) {
    for await (const { parsed } of readEntries(input, {
      ...options,
      range: { from: 1, to: Number.POSITIVE_INFINITY },
    })) {
      if (parsed.at !== null && (last === null || parsed.at > last)) last = parsed.at;
    }
  }
  return last;
}
