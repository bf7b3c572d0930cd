import { describe, expect, it } from 'vitest';
import { noisePaths } from './noise-paths.ts';
import { setLimits } from './set-schema.ts';

const of = (...paths: string[]) => noisePaths(paths.map((path) => ({ path })));

describe('what is learnt to differ by itself', () => {
  it('takes items of arrays together, most frequent first', () => {
    expect(of('body.items.0.at', 'headers.x-build', 'body.items.12.at')).toEqual([
      'body.items.*.at',
      'headers.x-build',
    ]);
  });

  it('never is the status', () => {
    expect(of('status', 'body.status')).toEqual(['body.status']);
  });

  it('keeps names with dots in them one name', () => {
    expect(of('body.a\\.0.7')).toEqual(['body.a\\.0.*']);
  });

  it('keeps digits of a header, and the whole of a body that is no JSON', () => {
    expect(of('headers.7', 'body')).toEqual(['body', 'headers.7']);
  });

  it('is no more than a set holds', () => {
    const many = Array.from({ length: 300 }, (_, n) => `body.field${n}`);
    expect(of(...many, `body.${'x'.repeat(600)}`)).toHaveLength(setLimits.paths);
  });
});
