import { type Operator, operatorMeaning, operatorsOf } from '@apiscope/core/search/operators';
import { resources } from '@apiscope/core/search/resources';
import { describe, expect, it } from 'vitest';
import { listDoors } from '../testing/list-doors.ts';
import { buildDocument } from './build-document.ts';

type Parameter = {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: { type?: string };
};

const document = buildDocument({ version: '1.2.3' });
const parametersOf = (template: string) =>
  new Map((document.paths[template]!.get!.parameters as Parameter[]).map((each) => [each.name, each]));

/** The JSON type of the value of a filter. */
function typeOf(type: keyof typeof operatorsOf, op: Operator): string {
  if (op === 'isnull' || op === 'isnotnull') return 'boolean';
  if (op === 'in') return 'string';
  return {
    int: 'integer',
    float: 'number',
    text: 'string',
    timestamp: 'string',
    level: 'string',
    bool: 'boolean',
    json: 'string',
  }[type];
}

describe('filters in the document', () => {
  it('every resource is listed by some route', () => {
    const listed = listDoors()
      .filter(({ kind }) => kind === 'list')
      .map(({ resource }) => resource.name);
    expect(listed.sort()).toEqual(Object.keys(resources).sort());
  });

  it.each(listDoors())(
    '$kind $template: every field with every operator, its type and what both mean',
    (door) => {
      const documented = parametersOf(door.template);
      const wrong = Object.entries(door.resource.fields).flatMap(([name, { type, about }]) =>
        operatorsOf[type].flatMap((op) => {
          const parameter = documented.get(`${name}__${op}`);
          const says = [about, operatorMeaning[op]].every((words) => parameter?.description?.includes(words));
          const isRight =
            parameter?.in === 'query' && !parameter.required && parameter.schema.type === typeOf(type, op);
          return says && isRight ? [] : [{ name, op, parameter }];
        }),
      );
      expect(wrong).toEqual([]);
      expect(documented.get('search')?.description).toContain(door.resource.searched[0]);
    },
  );

  it.each(listDoors().filter(({ kind }) => kind === 'list'))(
    'list $template: paging and order',
    ({ template, resource }) => {
      const documented = parametersOf(template);
      for (const name of ['limit', 'offset', 'cursor', 'order_by', 'order'])
        expect(documented.get(name)).toMatchObject({
          in: 'query',
          description: expect.stringMatching(/\w{4}/),
        });
      const sortable = Object.entries(resource.fields).filter(([, { sortable }]) => sortable !== false);
      expect(documented.get('order_by')!.schema).toMatchObject({
        enum: expect.arrayContaining(sortable.map(([name]) => name)),
      });
    },
  );
});
