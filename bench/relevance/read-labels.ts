import { readFileSync } from 'node:fs';

/** What people say of the loghub lines: the template of each, and which lines answer which question. */
export type Labels = {
  /** Name of the template of a line; undefined for other systems. */
  templateOf(system: string, row: number): string | undefined;
  questions: readonly Question[];
};

export type Question = {
  system: string;
  text: string;
  /** Rows of the system that answer it. */
  rows: ReadonlySet<number>;
};

const systems = ['HDFS', 'Apache', 'OpenStack', 'Linux', 'OpenSSH', 'Hadoop'];

export function readLabels(data: URL): Labels {
  const templates = new Map(systems.map((system) => [system, readTemplates(data, system)]));
  const written = JSON.parse(
    readFileSync(new URL('nlq/logqllm_nl_queries_with_relevant_lines.json', data), 'utf8'),
  ) as { sys: string; q: string; rel: number[] }[];
  return {
    templateOf: (system, row) => templates.get(system)?.[row],
    questions: written.map(({ sys, q, rel }) => ({ system: sys, text: q, rows: new Set(rel) })),
  };
}

function readTemplates(data: URL, system: string): string[] {
  const file = new URL(`loghub/${system}_2k.log_structured_corrected.csv`, data);
  const [header, ...rows] = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(cellsOf);
  const column = header!.indexOf('EventId');
  return rows.map((cells) => `${system} ${cells[column]}`);
}

/** Cells of a line of CSV; they may be quoted. */
function cellsOf(line: string): string[] {
  const found = line.trim().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...found].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '');
}
