import { createHash } from 'node:crypto';
import { badParameter } from '@apiscope/core/errors';
import type { Field } from '@apiscope/core/search/fields';
import type { ListQuery } from '@apiscope/core/search/filter';
import { printQuery } from '@apiscope/core/search/print';
import { parseValue, ValueError } from '@apiscope/core/search/values';

/** Where a page ended: the sort value and key of its last row, and which list that was. */
export type PageCursor = {
  value: string | number | null;
  key: number;
  orderBy: string;
  order: 'asc' | 'desc';
};

/** Resource, digest of filter and search, order_by, direction, then sort value and key of the last row. */
type Content = [string, string, string, 'asc' | 'desc', string | number | null, number];

/** Writes a cursor as opaque text that is safe in a URL. */
export function printPageCursor(query: ListQuery, { value, key }: Pick<PageCursor, 'value' | 'key'>): string {
  const content: Content = [query.resource.name, digestOf(query), query.orderBy, query.order, value, key];
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/**
 * Reads a cursor back; order and direction are the cursor's own.
 * @throws AppError BAD_REQUEST naming `cursor` when it is garbage or of another list, or another filter; `order_by` or `order` when
 * one was asked for that is not the cursor's.
 */
export function parsePageCursor(query: ListQuery, text: string): PageCursor {
  const content = readJson(text);
  if (!isContent(content)) throw badParameter('cursor', 'not a cursor of this list');
  const [resource, filter, orderBy, order, value, key] = content;
  if (resource !== query.resource.name)
    throw badParameter('cursor', `it belongs to ${resource}, not to ${query.resource.name}`);
  if (filter !== digestOf(query)) throw badParameter('cursor', 'it belongs to another filter or search');
  const field = Object.hasOwn(query.resource.fields, orderBy) ? query.resource.fields[orderBy] : undefined;
  if (!field || field.sortable === false || !fits(field, value))
    throw badParameter('cursor', 'not a cursor of this list');
  refuseOtherSort(query, { orderBy, order });
  return { value, key, orderBy, order };
}

/** A cursor keeps its order; asking for another one beside it is a mistake that must not be passed over. */
function refuseOtherSort(asked: ListQuery, own: Pick<PageCursor, 'orderBy' | 'order'>): void {
  const message = `the cursor is of a list sorted by ${own.orderBy} ${own.order}; leave it out, or start without cursor`;
  if (asked.explicit.orderBy && asked.orderBy !== own.orderBy) throw badParameter('order_by', message);
  if (asked.explicit.order && asked.order !== own.order) throw badParameter('order', message);
}

function isContent(content: unknown): content is Content {
  if (!Array.isArray(content) || content.length !== 6) return false;
  const [resource, filter, orderBy, order, value, key] = content as unknown[];
  const texts = [resource, filter, orderBy].every((item) => typeof item === 'string');
  const scalar =
    value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
  return texts && (order === 'asc' || order === 'desc') && scalar && Number.isSafeInteger(key);
}

/** A cursor may be forged, so its value must be one that the field could have been filtered by. */
function fits(field: Field, value: string | number | null): boolean {
  if (value === null) return field.nullable === true;
  const isNumber = field.type === 'int' || field.type === 'float';
  if (isNumber !== (typeof value === 'number')) return false;
  try {
    parseValue(field, 'eq', value);
    return true;
  } catch (error) {
    if (error instanceof ValueError) return false;
    throw error;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/** The order that a cursor says it is of, sound or not; null for garbage. */
export function cursorOrder(text: string): string | null {
  const content = readJson(text);
  return isContent(content) ? content[2] : null;
}

/** The same for the same conditions in any order. */
export function digestOf(query: ListQuery): string {
  const parameters = printQuery(query);
  parameters.sort();
  return createHash('sha256').update(parameters.toString()).digest('base64url').slice(0, 12);
}
