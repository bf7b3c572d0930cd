import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redactor.ts';

const data = new URL('../../../../../shared/data/', import.meta.url);

describe.skipIf(!existsSync(data))('the redactor on real input (skipped where shared/data is absent)', () => {
  const redactor = createRedactor();

  it('leaves 12,000 log lines without secrets alone, but for one "Token: Token {"', () => {
    const systems = ['HDFS', 'Apache', 'OpenStack', 'Linux', 'OpenSSH', 'Hadoop'];
    const lines = systems.flatMap((name) =>
      readFileSync(new URL(`loghub/${name}_2k.log`, data), 'utf8').split('\n'),
    );
    const changed = lines.filter((line) => redactor.text(line) !== line);
    expect(lines.length).toBeGreaterThanOrEqual(12_000);
    expect(changed).toEqual([expect.stringContaining('Token: Token { kind')]);
  });

  it('finds the cookies of a real HAR', () => {
    const har: unknown = JSON.parse(readFileSync(new URL('har/perfcascade_chrome_github.har', data), 'utf8'));
    const cookies = JSON.stringify(har).matchAll(/"name":"(?:set-)?cookie","value":"((?:[^"\\]|\\.)+)"/gi);
    const values = [...cookies].map((match) => match[1]!);
    const kept = JSON.stringify(redactor.json(har));
    expect(values.length).toBeGreaterThan(0);
    expect(values.filter((value) => kept.includes(value))).toEqual([]);
  });
});
