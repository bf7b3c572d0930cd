import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Field, Resource } from './fields.ts';
import { operatorMeaning, operators, operatorsOf } from './operators.ts';
import { resources } from './resources.ts';

const head = `# Filters

One grammar for lists, streams, saved views and the dashboard's address: \`field__op=value\`, any number of them, all of which must
hold. \`GET /logs?level__gte=warn&service__in=shop,cart&search=timeout+-retry\`. What a parameter may be is in \`/doc\`, route by route;
these tables are written by the test of the registry (\`packages/core/src/search/resources.ts\`).

An unknown field, operator, column of \`order_by\` or parameter, a value of the wrong type and a parameter given twice are refused
with 400, and \`issues\` names each. Soft-deleted rows are never in a result. Dates are ISO-8601, read as UTC where they have no zone.
A \`cursor\` belongs to one list, filter and order, and is refused by any other.

The index is the one that a filter by the field, or an order by it, can use; without one rows are looked at one by one, newest
first where the order is the default. \`level\` has an index for warn and above, \`statusCode\` one for 400 and above and for null.
`;

const code = (text: string) => `\`${text}\``;
const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function describeField([name, field]: [string, Field]): string {
  const type = field.nullable ? `${field.type}, may be null` : field.type;
  return row([
    code(name),
    type,
    field.sortable === false ? 'no' : 'yes',
    field.index ? code(field.index) : '',
    field.about,
  ]);
}

function describeResource(resource: Resource): string {
  const { by, direction } = resource.defaultOrder;
  return [
    `## ${resource.name}\n`,
    `By default ordered by ${code(by)} ${direction}; \`search\` looks into ${resource.searched.map(code).join(', ')}.\n`,
    row(['field', 'type', 'sortable', 'index', 'what']),
    row(['---', '---', '---', '---', '---']),
    ...Object.entries(resource.fields).map(describeField),
    '',
  ].join('\n');
}

const typesOf = (op: string) =>
  Object.entries(operatorsOf).flatMap(([type, takes]) =>
    (takes as readonly string[]).includes(op) ? [type] : [],
  );

it('documents every field of every resource', async () => {
  const page = [
    head,
    '## Operators\n',
    row(['operator', 'meaning', 'types']),
    row(['---', '---', '---']),
    ...operators.map((op) => row([code(op), operatorMeaning[op], typesOf(op).join(', ')])),
    '',
    ...Object.values(resources).map(describeResource),
  ].join('\n');
  await expect(page).toMatchFileSnapshot(join(import.meta.dirname, '../../../../docs/filters.md'));
});
