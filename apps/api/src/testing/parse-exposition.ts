/** A family of metrics as Prometheus reads it. */
export type ParsedFamily = {
  help: string;
  type: string;
  samples: { name: string; labels: Record<string, string>; value: number }[];
};

const label = /^([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/;
const number = /^(?:[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|[+-]Inf)$/;
const suffixes: Record<string, string[]> = {
  counter: [''],
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/**
 * Reads the text format 0.0.4 to the letter (https://prometheus.io/docs/instrumenting/exposition_formats/), and by convention: HELP, then TYPE,
 * then all samples of a family, once; counters end in `_total` and are not negative. @throws Error naming the line.
 */
export function parseExposition(text: string): Map<string, ParsedFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const families = new Map<string, ParsedFamily>();
  const seen = new Set<string>();
  let current = '';
  text.split('\n').forEach((line, index) => {
    const fail = (why: string) => new Error(`line ${index + 1}: ${why}: ${line}`);
    if (line === '') return;
    const help = /^# HELP ([a-zA-Z_:][\w:]*) (\S.*)$/.exec(line);
    if (help) {
      const [, name, about] = help as unknown as [string, string, string];
      if (families.has(name)) throw fail('the family comes twice');
      families.set(name, { help: about, type: '', samples: [] });
      current = name;
      return;
    }
    const family = families.get(current);
    if (family === undefined) throw fail('a sample before any HELP');
    const type = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/.exec(line);
    if (type) {
      if (type[1] !== current || family.type !== '' || family.samples.length > 0)
        throw fail('TYPE is not that of the HELP before it');
      family.type = type[2]!;
      if (family.type === 'counter' && !current.endsWith('_total')) throw fail('a counter without _total');
      return;
    }
    const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!sample) throw fail('neither a comment nor a sample');
    const [, name, list = '', value] = sample as unknown as [string, string, string | undefined, string];
    if (!(suffixes[family.type] ?? []).some((suffix) => name === current + suffix))
      throw fail(`no sample of ${current}`);
    if (!number.test(value)) throw fail('no number');
    const labels = readLabels(list, fail);
    const key = `${name} ${JSON.stringify(Object.entries(labels).sort())}`;
    if (seen.has(key)) throw fail('the sample comes twice');
    seen.add(key);
    const read = Number(value.replace('Inf', 'Infinity'));
    if (family.type === 'counter' && !(read >= 0)) throw fail('a counter below zero');
    family.samples.push({ name, labels, value: read });
  });
  for (const [name, { type }] of families) if (type === '') throw new Error(`${name} has no TYPE`);
  return families;
}

function readLabels(list: string, fail: (why: string) => Error): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = list;
  while (rest !== '') {
    const found = label.exec(rest);
    if (!found) throw fail('labels are broken');
    const [all, name, value] = found as unknown as [string, string, string];
    if (name in labels) throw fail(`the label ${name} comes twice`);
    labels[name] = value;
    rest = rest.slice(all.length);
  }
  return labels;
}
