import type { Field, Resource } from '@apiscope/core/search/fields';

/** Every `field__op` of the URL, in its order. */
export function filterKeys(params: URLSearchParams): string[] {
  return [...new Set(params.keys())].filter((key) => key.includes('__'));
}

/** Whether the URL narrows the list of its page. */
export function isFiltered(params: URLSearchParams): boolean {
  return params.has('search') || filterKeys(params).length > 0;
}

/**
 * Filters, search and order of the URL as a list procedure takes them. Numbers and booleans get their type; what cannot be
 * one stays text, so that the API names the mistake.
 */
export function readFilters(resource: Resource, params: URLSearchParams): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const key of filterKeys(params)) input[key] = typed(resource, key, params.get(key) ?? '');
  for (const name of ['search', 'order_by', 'order']) {
    const value = params.get(name);
    if (value) input[name] = value;
  }
  return input;
}

function typed(resource: Resource, key: string, text: string): unknown {
  const at = key.lastIndexOf('__');
  const [name, operator] = [key.slice(0, at), key.slice(at + 2)];
  const field: Field | undefined = Object.hasOwn(resource.fields, name) ? resource.fields[name] : undefined;
  if (operator === 'isnull' || operator === 'isnotnull' || field?.type === 'bool')
    return text === 'true' ? true : text === 'false' ? false : text;
  const isNumber = field?.type === 'int' || field?.type === 'float';
  return isNumber && operator !== 'in' && text.trim() !== '' && Number.isFinite(Number(text))
    ? Number(text)
    : text;
}

/** The offset of `page` (from 1) of the URL. */
export function readOffset(params: URLSearchParams, limit: number): number {
  const page = Number(params.get('page') ?? 1);
  return Number.isSafeInteger(page) && page > 1 ? (page - 1) * limit : 0;
}

/** An id of the URL: a positive integer, or null. */
export function readId(params: URLSearchParams, name: string): number | null {
  const id = Number(params.get(name) ?? Number.NaN);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}
