import { createHash } from 'node:crypto';
import { badParameter } from '@apiscope/core/errors';
import type { ListQuery } from '@apiscope/core/search/filter';
import { printQuery } from '@apiscope/core/search/print';

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
  const content: Content = [query.resource.name, digest(query), query.orderBy, query.order, value, key];
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

/**
 * Reads a cursor back; order and direction are the cursor's own.
 * @throws AppError BAD_REQUEST naming `cursor` when it is garbage or of another list, or another filter.
 */
export function parsePageCursor(query: ListQuery, text: string): PageCursor {
  const content = readJson(text);
  if (!isContent(content)) throw badParameter('cursor', 'not a cursor of this list');
  const [resource, filter, orderBy, order, value, key] = content;
  if (resource !== query.resource.name)
    throw badParameter('cursor', `it belongs to ${resource}, not to ${query.resource.name}`);
  if (filter !== digest(query)) throw badParameter('cursor', 'it belongs to another filter or search');
  const field = Object.hasOwn(query.resource.fields, orderBy) ? query.resource.fields[orderBy] : undefined;
  if (!field || field.sortable === false || !fits(field.type, value))
    throw badParameter('cursor', 'not a cursor of this list');
  return { value, key, orderBy, order };
}

function isContent(content: unknown): content is Content {
  if (!Array.isArray(content) || content.length !== 6) return false;
  const [resource, filter, orderBy, order, value, key] = content as unknown[];
  const texts = [resource, filter, orderBy].every((item) => typeof item === 'string');
  const scalar =
    value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
  return texts && (order === 'asc' || order === 'desc') && scalar && Number.isSafeInteger(key);
}

function fits(type: string, value: string | number | null): boolean {
  if (value === null) return true;
  if (type === 'timestamp') return typeof value === 'string' && !Number.isNaN(Date.parse(value));
  return typeof value === (type === 'int' || type === 'float' ? 'number' : 'string');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function digest(query: ListQuery): string {
  return createHash('sha256').update(printQuery(query).toString()).digest('base64url').slice(0, 12);
}
