import type { Issue } from '../errors.ts';
import type { NamedRange } from '../range/schema.ts';
import type { Resource } from '../search/fields.ts';
import { badParameters } from '../search/parse.ts';
import { resources } from '../search/resources.ts';
import { printTimestamp } from '../search/timestamp.ts';
import { readTimestamp } from '../timestamp-schema.ts';
import { explainLength, parseViewFilter } from './parse-view-filter.ts';
import type { CreateViewInput, ResourceName, View } from './schema.ts';

/** A view before it is stored. */
export type NewView = Omit<View, 'id' | 'created_at' | 'updated_at'>;
/** What changes of a view; what is left out stays. */
export type ViewChanges = Partial<Omit<NewView, 'resource'>>;

type ChangesInput = { [K in keyof Omit<CreateViewInput, 'resource'>]?: CreateViewInput[K] | undefined };

/**
 * Checks a view against the fields of its resource, so that none is stored that its page would refuse.
 * @throws AppError BAD_REQUEST naming `filter.<parameter>` and `columns.<index>`, everything at fault at once.
 */
export function parseView({ resource, ...input }: CreateViewInput): NewView {
  const defaults = { filter: {}, columns: [], range: null, service: null };
  return { ...defaults, resource, name: input.name, ...parseViewChanges(resource, input) };
}

/** Checks changes of a view against the resource it has. @throws AppError as {@link parseView}. */
export function parseViewChanges(resource: ResourceName, input: ChangesInput): ViewChanges {
  const { name, filter, columns, range, service } = input;
  const issues: Issue[] = [];
  const changes = {
    ...(name !== undefined && { name }),
    ...(filter !== undefined && { filter: checkFilter(resources[resource], filter, issues) }),
    ...(columns !== undefined && { columns: checkColumns(resources[resource], columns, issues) }),
    ...(range !== undefined && { range: printRange(range) }),
    ...(service !== undefined && { service }),
  };
  if (issues.length > 0) throw badParameters(issues);
  return changes;
}

function checkFilter(resource: Resource, input: NonNullable<ChangesInput['filter']>, issues: Issue[]) {
  const { filter, issues: found } = parseViewFilter(resource, input);
  issues.push(...found.map(({ path, message }) => ({ path: `filter.${path}`, message })));
  const tooLong = explainLength(filter);
  if (tooLong) issues.push({ path: 'filter', message: tooLong });
  return filter;
}

function checkColumns({ name, fields }: Resource, columns: string[], issues: Issue[]): string[] {
  for (const [at, column] of columns.entries()) {
    const path = `columns.${at}`;
    if (!Object.hasOwn(fields, column))
      issues.push({
        path,
        message: `unknown field ${column}; ${name} has ${Object.keys(fields).join(', ')}`,
      });
    else if (columns.indexOf(column) < at) issues.push({ path, message: `${column} is given twice` });
  }
  return columns;
}

function printRange(range: NamedRange | null): NamedRange | null {
  if (range === null || typeof range === 'string') return range;
  return { from: printMoment(range.from), to: printMoment(range.to) };
}

function printMoment(text: string): string {
  return printTimestamp(readTimestamp(text));
}
