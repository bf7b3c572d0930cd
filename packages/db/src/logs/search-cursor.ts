import { badParameter } from '@apiscope/core/errors';
import { relevance } from '@apiscope/core/search/fields';
import type { ListQuery } from '@apiscope/core/search/filter';
import { type SearchPlace, searchCursor } from '@apiscope/core/search/search-place';
import { digestOf } from '../sql/cursor.ts';

/** Writes a place as opaque text that is safe in a URL. */
export function printSearchCursor(query: ListQuery, place: SearchPlace): string {
  const written = { resource: query.resource.name, digest: digestOf(query), order: relevance, ...place };
  return Buffer.from(JSON.stringify(written)).toString('base64url');
}

/** Whether a cursor is of a search by relevance, sound or not. */
export function isSearchCursor(text: string): boolean {
  const value = readJson(text);
  return typeof value === 'object' && value !== null && 'order' in value;
}

/** Reads a place back. @throws AppError BAD_REQUEST naming `cursor`. */
export function parseSearchCursor(query: ListQuery, text: string): SearchPlace {
  const parsed = searchCursor.safeParse(readJson(text));
  if (!parsed.success) throw badParameter('cursor', 'not a cursor of this list');
  const { resource, digest, order: _order, ...place } = parsed.data;
  if (resource !== query.resource.name)
    throw badParameter('cursor', `it belongs to ${resource}, not to ${query.resource.name}`);
  if (digest !== digestOf(query)) throw badParameter('cursor', 'it belongs to another filter or search');
  return place;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
