import { AppError } from '@apiscope/core/errors';
import { describe, expect, it } from 'vitest';
import { parseJson } from './parse-json.ts';

const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;

describe('parseJson', () => {
  it('reads any depth that costs little, and refuses more before it costs', () => {
    expect(parseJson(nested(50_000))).toBeInstanceOf(Array);
    expect(() => parseJson(nested(100_002))).toThrow('body: nested deeper than 100000 levels');
    const startedAt = performance.now();
    expect(() => parseJson('['.repeat(4_000_000))).toThrow(AppError);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it('counts no bracket inside a string, and none that is closed again', () => {
    const text = `\\"${'['.repeat(300_000)}`;
    expect(parseJson(`["${text}","\\\\",{"${text}":1}]`)).toHaveLength(3);
    expect(parseJson(`[${'[],'.repeat(200_000)}1]`)).toHaveLength(200_001);
  });

  it('refuses more arrays and objects than it would read in a second or two', () => {
    expect(() => parseJson(`[${'[],'.repeat(2_000_000)}1]`)).toThrow(
      'body: holds more than 2000000 arrays and',
    );
    expect(() => parseJson(`[${'{},"[[",'.repeat(100_000)}1]`)).not.toThrow();
  });

  it('repeats nothing of a text that is no JSON', () => {
    for (const text of ['', '{"password":"hunter2"', '{"password":"hunter2"}}', 'hunter2'])
      expect(() => parseJson(text)).toThrow(/^body: is not valid JSON$/);
  });
});
