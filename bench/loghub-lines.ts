import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toImportedLines } from '../packages/core/src/ingest/to-imported-lines.ts';
import type { NewLog } from '../packages/core/src/logs/schema.ts';
import { openInput, serviceOfFile } from '../scripts/import/open-input.ts';
import { readEntries } from '../scripts/import/read-entries.ts';

/** Real logs live beside the repository, not in it. */
const folder = fileURLToPath(new URL('../../shared/data/loghub/', import.meta.url));

/**
 * `count` logs made of the 12,000 real lines of six systems: each round of them with other digits in every number of three and more, so
 * that no line comes twice. Always the same lines for the same count.
 * @throws Error when the real logs are not there.
 */
export async function loghubLines(count: number): Promise<NewLog[]> {
  if (!existsSync(folder)) throw new Error(`no real logs at ${folder}`);
  const real = await readReal();
  const digit = createDigits();
  const vary = (text: string) => text.replace(/\d{3,}/g, (found) => Array.from(found, digit).join(''));
  return Array.from({ length: count }, (_, n) => {
    const log = real[n % real.length]!;
    return n < real.length ? log : { ...log, message: vary(log.message) };
  });
}

async function readReal(): Promise<NewLog[]> {
  const now = Date.now();
  const logs: NewLog[] = [];
  const range = { from: 1, to: Number.POSITIVE_INFINITY };
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.log'))) {
    const input = await openInput(join(folder, file));
    const context = { service: serviceOfFile(file), serviceIsFixed: true, source: file, shift: 0, now };
    for await (const { parsed } of readEntries(input, { format: null, year: null, range, now }))
      logs.push(...toImportedLines(parsed, context).map(({ log }) => log));
  }
  return logs;
}

/** Digits of a linear congruential generator (Numerical Recipes), the same in every run. */
function createDigits(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * 10);
  };
}
