import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEntryAssembler, type Entry } from './assemble-entries.ts';
import { createYearOf } from './calendar-time.ts';
import { detectFormat } from './detect-format.ts';

/** Real logs live beside the repository, not in it; without them there is nothing to compare with. */
const data = new URL('../../../../../shared/data/', import.meta.url);
const present = existsSync(data);
if (!present)
  console.error('real-data.test.ts: no folder shared/data beside the repository, nothing compared');

function linesOf(file: string): string[] {
  const lines = readFileSync(new URL(file, data), 'utf8').split('\n');
  return lines.map((line) => line.replace(/\r+$/, ''));
}

function entriesOf(file: string): Entry[] {
  const lines = linesOf(file);
  const yearOf = createYearOf({ year: 2005, reference: 0 });
  const assembler = createEntryAssembler({ ...detectFormat(lines), yearOf });
  const entries = lines.map((line, index) => assembler.push(line, index + 1));
  return [...entries, assembler.end()].filter((entry) => entry !== null);
}

/** Rows of a CSV file as objects; values may be quoted. */
function csvOf(file: string): Record<string, string>[] {
  const [header, ...rows] = linesOf(file)
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
      ),
    );
  return rows.map((row) => Object.fromEntries(header!.map((name, index) => [name, row[index] ?? ''])));
}

describe.runIf(present)('labelled logs', () => {
  it.each([
    ['HDFS', 'Component'],
    ['Hadoop', 'Component'],
    ['OpenStack', 'Component'],
    ['Apache', null],
    ['OpenSSH', null],
    ['Linux', 'Component'],
  ])('%s: message, time, level and source of every line are those of the labels', (system, component) => {
    const entries = entriesOf(`loghub/${system}_2k.log`);
    const labels = csvOf(`loghub/${system}_2k.log_structured_corrected.csv`);
    expect(entries).toHaveLength(2_000);
    expect(entries.every(({ parsed }) => parsed.at !== null)).toBe(true);
    const differing = entries.filter(
      ({ parsed }, row) => parsed.message.trim() !== labels[row]!.Content!.trim(),
    );
    expect(differing.map(({ parsed }) => parsed.message).slice(0, 5)).toEqual([]);
    if (!component) return;
    const sources = entries.filter(({ parsed }, row) => parsed.source !== labels[row]![component]);
    expect(sources.map(({ parsed }) => parsed.source).slice(0, 5)).toEqual([]);
  });
});

describe.runIf(present)('other real logs', () => {
  it('OpenStack API lines are requests with the percentiles that were counted by hand', () => {
    const entries = entriesOf('loghub/OpenStack_2k.log');
    const requests = entries.flatMap(({ parsed }) => parsed.request ?? []);
    expect(requests).toHaveLength(1_017);
    const ofStatus = (status: number) => requests.filter(({ statusCode }) => statusCode === status).length;
    expect([200, 202, 204, 404].map(ofStatus)).toEqual([933, 21, 22, 41]);
    const sorted = requests.map(({ duration }) => duration!).sort((a, b) => a - b);
    const quantile = (q: number) => sorted[Math.ceil(q * sorted.length) - 1]!;
    expect(quantile(0.5)).toBeCloseTo(259.2, 0);
    expect(quantile(0.95)).toBeCloseTo(385.3, 0);
    expect(quantile(0.99)).toBeCloseTo(504.9, 0);
    expect(entries.filter(({ parsed }) => parsed.level === 'warn')).toHaveLength(31);
  });

  it('every access line is a request with an address, a size and no duration', () => {
    const entries = entriesOf('http/elastic_apache_combined_part1.log');
    const requests = entries.flatMap(({ parsed }) => parsed.request ?? []);
    expect(entries).toHaveLength(6_000);
    expect(requests).toHaveLength(6_000);
    expect(requests.every(({ ip, duration, method }) => ip && duration === null && method !== 'OTHER')).toBe(
      true,
    );
    expect(requests.filter(({ method }) => method === 'HEAD')).toHaveLength(23);
  });

  it.each(present ? readdirSync(new URL('kafka/', data)).filter((name) => name.includes('.log.')) : [])(
    '%s: one entry for every line that starts with a time, and no line lost',
    (name) => {
      const lines = linesOf(`kafka/${name}`).filter((line) => line !== '');
      const entries = entriesOf(`kafka/${name}`);
      expect(entries).toHaveLength(lines.filter((line) => /^\[\d{4}-/.test(line)).length);
      const kept = entries.reduce((sum, { parsed }) => sum + parsed.message.split('\n').length, 0);
      expect(kept).toBe(lines.length);
      expect(entries.filter(({ parsed }) => parsed.source === null)).toEqual([]);
    },
  );

  it('nginx status snapshots keep their depth as meta under one message', () => {
    const entries = entriesOf('nginxplus/nginxplus_status_head400.ndjson');
    expect(entries).toHaveLength(400);
    expect(new Set(entries.map(({ parsed }) => parsed.message)).size).toBe(1);
    expect(entries[0]!.parsed.at).toBe(1_446_249_499_322);
    expect(entries[0]!.parsed.meta).toHaveProperty('connections.accepted', 8_995_031);
    expect(entries.every(({ parsed }) => parsed.request === undefined)).toBe(true);
  });
});
