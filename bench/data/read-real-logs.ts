import { readdirSync, readFileSync } from 'node:fs';
import { createEntryAssembler } from '../../packages/core/src/ingest/assemble-entries.ts';
import { createYearOf } from '../../packages/core/src/ingest/calendar-time.ts';
import { detectFormat } from '../../packages/core/src/ingest/detect-format.ts';
import { toImportedLines } from '../../packages/core/src/ingest/to-imported-lines.ts';
import type { NewLog } from '../../packages/core/src/logs/schema.ts';

/** A real entry as `npm run import` would send it, without its time. */
export type RealLog = {
  /** Where it comes from: for loghub the system as its label file names it. */
  system: string;
  /** Place in the file, from 0; for loghub also the row of the label file. */
  row: number;
  log: Omit<NewLog, 'created_at'>;
};

type File = { path: string; system: string; service: string };

const loghub = ['HDFS', 'Apache', 'OpenStack', 'Linux', 'OpenSSH', 'Hadoop'];

/** Every entry of loghub's six systems, of Kafka's broker logs and of the access log, file by file. */
export function readRealLogs(data: URL): RealLog[] {
  return filesOf(data).flatMap((file) => readFile(new URL(file.path, data), file));
}

function filesOf(data: URL): File[] {
  const kafka = readdirSync(new URL('kafka/', data)).filter((name) => name.startsWith('kafka'));
  return [
    ...loghub.map((system) => ({
      path: `loghub/${system}_2k.log`,
      system,
      service: system.toLowerCase(),
    })),
    ...kafka.sort().map((name) => ({ path: `kafka/${name}`, system: name, service: 'kafka' })),
    { path: 'http/elastic_apache_combined_part1.log', system: 'access', service: 'web' },
  ];
}

function readFile(path: URL, { system, service }: File): RealLog[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.replace(/\r+$/, ''));
  const assembler = createEntryAssembler({
    ...detectFormat(lines),
    yearOf: createYearOf({ year: 2005, reference: 0 }),
  });
  const entries = [...lines.map((line, at) => assembler.push(line, at + 1)), assembler.end()];
  const context = { service, serviceIsFixed: true, source: system, shift: 0, now: Date.UTC(2026, 0, 1) };
  return entries
    .filter((entry) => entry !== null)
    .flatMap(({ parsed }, row) =>
      toImportedLines(parsed, context).map(({ log: { created_at: _, ...log } }) => ({ system, row, log })),
    );
}
