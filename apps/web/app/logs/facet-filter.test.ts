import { describe, expect, it } from 'vitest';
import { changeParams } from '../ui/change-params.ts';
import { chooseValues, chosenValues, type FacetField, facetRows, toggled } from './facet-filter.ts';

/** The address after choosing values, as the page writes it. */
function choose(text: string, field: FacetField, values: string[]): string {
  const params = new URLSearchParams(text);
  return decodeURIComponent(changeParams(params, chooseValues(params, field, values)).toString());
}
const chosen = (text: string, field: FacetField) => chosenValues(new URLSearchParams(text), field);

describe('choosing values', () => {
  it('writes one value as eq and more as in', () => {
    expect(choose('', 'source', ['api'])).toBe('source__eq=api');
    expect(choose('source__eq=api', 'source', ['api', 'a,b'])).toBe('source__in=api,a\\,b');
    expect(choose('source__in=a,b&search=x', 'source', [])).toBe('search=x');
  });

  it('reads back what it wrote', () => {
    for (const field of ['level', 'service', 'source', 'patternId'] as const)
      for (const values of [['info'], ['info', 'warn'], []])
        expect(chosen(choose('search=x', field, values), field)).toEqual(values);
    expect(chosen('source__in=a\\,b', 'source')).toEqual(['a,b']);
  });

  it('keeps the service of the top bar in step', () => {
    expect(chosen('service=shop', 'service')).toEqual(['shop']);
    expect(choose('service=shop', 'service', ['shop', 'web'])).toBe('service__in=shop,web');
    expect(choose('service__in=shop,web', 'service', ['web'])).toBe('service=web');
    expect(choose('service=shop', 'service', [])).toBe('');
  });

  it('reads every condition on the level, and replaces it by the choice', () => {
    expect(chosen('level__gte=warn', 'level')).toEqual(['warn', 'error', 'fatal']);
    expect(chosen('level__gte=warn&level__ne=fatal', 'level')).toEqual(['warn', 'error']);
    expect(choose('level__gte=warn&level__ne=fatal', 'level', ['warn'])).toBe('level__eq=warn');
    expect(choose('level__gte=error', 'level', ['trace', 'debug', 'info', 'warn', 'error', 'fatal'])).toBe(
      '',
    );
  });

  it('leaves a condition that is refused to its chip', () => {
    expect(chosen('level__gte=loud', 'level')).toEqual([]);
  });
});

describe('toggled', () => {
  it('adds and takes away', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });
});

describe('facetRows', () => {
  it('keeps what is chosen in sight, with 0 where all values were counted', () => {
    expect(facetRows([{ value: 7, label: 'order <num>', count: 3 }], ['9', '7'], (id) => `#${id}`)).toEqual([
      { value: '9', label: '#9', count: 0 },
      { value: '7', label: 'order <num>', count: 3 },
    ]);
    const many = Array.from({ length: 20 }, (_, n) => ({ value: `s${n}`, count: 20 - n }));
    expect(facetRows(many, ['rare'])[0]).toEqual({ value: 'rare', label: 'rare', count: null });
  });
});
