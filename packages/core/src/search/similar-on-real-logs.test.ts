import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { maskMessage } from '../logs/mask.ts';
import { createHashEmbedder } from './embed.ts';
import { cosine } from './embedder-contract.ts';

const loghub = new URL('../../../../../shared/data/loghub/', import.meta.url);
const systems = ['HDFS', 'Apache', 'OpenStack', 'Linux', 'OpenSSH', 'Hadoop'];

type Line = { content: string; template: string };
type Pattern = { pattern: string; templates: Map<string, number>; count: number };

describe.skipIf(!existsSync(loghub))('patterns of real logs (skipped where shared/data is absent)', () => {
  it.each(systems)('%s: two lines of one pattern have one template', (system) => {
    const patterns = patternsOf(readLines(system));
    const ofMainTemplate = patterns.map(({ templates }) => Math.max(...templates.values()));
    expect(sum(ofMainTemplate) / 2_000).toBeGreaterThanOrEqual(0.985);
    expect(patterns.length).toBeLessThan(200);
  });

  it('the ten lines most alike share their template: precision@10 of at least .97', () => {
    const embedder = createHashEmbedder();
    const found = systems.map((system) => precisionAtTen(patternsOf(readLines(system)), embedder.embed));
    expect(sum(found) / found.length).toBeGreaterThanOrEqual(0.97);
  });
});

/** Over lines whose template has eleven or more: share of their ten nearest other lines that have their template. */
function precisionAtTen(patterns: Pattern[], embed: (text: string) => Float32Array): number {
  const sizes = new Map<string, number>();
  for (const { templates } of patterns) {
    for (const [template, count] of templates) sizes.set(template, (sizes.get(template) ?? 0) + count);
  }
  const vectors = patterns.map(({ pattern }) => embed(pattern));
  let [queries, hits] = [0, 0];
  for (const [n, { templates }] of patterns.entries()) {
    const nearest = patterns
      .map((other, m) => ({ other, similarity: m === n ? 2 : cosine(vectors[n]!, vectors[m]!) }))
      .sort((a, b) => b.similarity - a.similarity);
    for (const [template, count] of templates) {
      if (sizes.get(template)! < 11) continue;
      queries += count;
      let [left, same] = [10, 0];
      for (const { other } of nearest) {
        const own = other === patterns[n] ? 1 : 0;
        const taken = Math.min(left, other.count - own);
        const share =
          other.count === own ? 0 : ((other.templates.get(template) ?? 0) - own) / (other.count - own);
        same += taken * share;
        left -= taken;
        if (left === 0) break;
      }
      hits += count * (same / 10);
    }
  }
  return hits / queries;
}

function patternsOf(lines: readonly Line[]): Pattern[] {
  const patterns = new Map<string, Pattern>();
  for (const { content, template } of lines) {
    const { pattern } = maskMessage(content);
    const entry = patterns.get(pattern) ?? { pattern, templates: new Map(), count: 0 };
    entry.count++;
    entry.templates.set(template, (entry.templates.get(template) ?? 0) + 1);
    patterns.set(pattern, entry);
  }
  return [...patterns.values()];
}

function readLines(system: string): Line[] {
  const text = readFileSync(new URL(`${system}_2k.log_structured_corrected.csv`, loghub), 'utf8');
  const [header, ...rows] = text.trimEnd().split(/\r?\n/).map(readCsvRow);
  const [content, template] = [header!.indexOf('Content'), header!.indexOf('EventId')];
  return rows.map((row) => ({ content: row[content]!, template: row[template]! }));
}

function readCsvRow(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) =>
    (cell[1] ?? cell[2]!).replace(/""/g, '"'),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
