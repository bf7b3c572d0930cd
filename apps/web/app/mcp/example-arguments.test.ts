import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleArguments, listParameters } from './example-arguments.ts';

const schema = {
  type: 'object',
  properties: {
    limit: { type: 'integer', minimum: 1, description: 'rows' },
    text: { type: 'string' },
    level: { enum: ['warn', 'error'] },
    isLive: { type: 'boolean' },
    place: { type: 'object', properties: { city: { type: ['null', 'string'] } }, required: ['city'] },
    tags: { type: 'array' },
    zone: { type: 'string', default: 'UTC' },
    other: { type: 'string' },
  },
  required: ['limit', 'text', 'level', 'isLive', 'place', 'tags', 'zone', 'unknown'],
};

describe('a tool’s schema', () => {
  it('gives arguments to begin with', () => {
    expect(exampleArguments(schema)).toEqual({
      limit: 1,
      text: '',
      level: 'warn',
      isLive: false,
      place: { city: '' },
      tags: [],
      zone: 'UTC',
    });
  });

  it('gives its parameters, the required ones first', () => {
    const parameters = listParameters(schema);
    expect(parameters[0]).toEqual({ name: 'limit', type: 'integer', isRequired: true, about: 'rows' });
    expect(parameters.find(({ name }) => name === 'level')!.type).toBe('"warn" | "error"');
    expect(parameters.at(-1)).toMatchObject({ name: 'other', isRequired: false });
  });

  it('may be anything at all', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        for (const odd of [a, { properties: a, required: b }, { properties: { x: a }, required: ['x'] }]) {
          expect(typeof exampleArguments(odd)).toBe('object');
          expect(Array.isArray(listParameters(odd))).toBe(true);
        }
      }),
    );
    const circle: Record<string, unknown> = { type: 'object', required: ['x'] };
    circle.properties = { x: circle };
    expect(JSON.stringify(exampleArguments(circle)).length).toBeLessThan(100);
  });
});
