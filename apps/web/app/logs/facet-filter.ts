import { levels } from '@apiscope/core/logs/level';
import { matches } from '@apiscope/core/search/evaluate';
import type { Filter } from '@apiscope/core/search/filter';
import { parseFilter } from '@apiscope/core/search/parse';
import { logs } from '@apiscope/core/search/resources/logs';
import { joinList, splitList } from '@apiscope/core/search/values';
import { filterKeys } from '../search/read-filters.ts';
import type { ParamChanges } from '../ui/change-params.ts';

/** Fields whose values are counted and chosen beside the lines. */
export const facetFields = ['level', 'service', 'source', 'patternId'] as const;
export type FacetField = (typeof facetFields)[number];

/** The values that the address narrows a field to; none: all. */
export function chosenValues(params: URLSearchParams, field: FacetField): string[] {
  if (field === 'level') return chosenLevels(params);
  const one = params.get(`${field}__eq`) ?? (field === 'service' ? params.get('service') : null);
  return one ? [one] : splitList(params.get(`${field}__in`) ?? '');
}

/** Every level that all conditions on it let pass, however they are written. */
function chosenLevels(params: URLSearchParams): string[] {
  const conditions = filterKeys(params).filter((name) => name.startsWith('level__'));
  const filter = readOrNone(Object.fromEntries(conditions.map((name) => [name, params.get(name)])));
  if (filter.length === 0) return [];
  return levels.filter((level) => matches({ resource: logs, filter, search: [] }, { level }));
}

/** A filter that the API refuses chooses nothing; its chip has the reason. */
function readOrNone(input: Record<string, unknown>): Filter {
  try {
    return parseFilter(logs, input);
  } catch {
    return [];
  }
}

/** What to change in the address so that a field is narrowed to these values, or to none in particular. */
export function chooseValues(
  params: URLSearchParams,
  field: FacetField,
  values: readonly string[],
): ParamChanges {
  const isAll = field === 'level' && values.length === levels.length;
  const chosen = isAll ? [] : values;
  const taken = field === 'level' ? filterKeys(params).filter((name) => name.startsWith('level__')) : [];
  const [first = null, second] = chosen;
  const one = second === undefined ? first : null;
  return {
    ...Object.fromEntries(taken.map((name) => [name, null])),
    // The service of the top bar is the same condition, so that one service is chosen in both places.
    ...(field === 'service' && { service: one }),
    [`${field}__eq`]: field === 'service' ? null : one,
    [`${field}__in`]: second === undefined ? null : joinList(chosen),
  };
}

/** The chosen values with one of them taken away or added. */
export function toggled(chosen: readonly string[], value: string): string[] {
  return chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
}

/** A value as the API counts it. */
export type Counted = { value: string | number; label?: string; count: number };
/** A value with its count; null where it is not known, because it is not among the most frequent. */
export type FacetRow = { value: string; label: string; count: number | null };

/** Values that the API lists of a field at most. */
const mostValues = 20;

/** The counted values and, first of all, those chosen that were not counted, so that a choice can always be taken back. */
export function facetRows(
  counted: readonly Counted[],
  chosen: readonly string[],
  nameOf: (value: string) => string = String,
): FacetRow[] {
  const rows = counted.map(({ value, label, count }) => ({
    value: String(value),
    label: label ?? String(value),
    count,
  }));
  const missing = chosen.filter((value) => !rows.some((row) => row.value === value));
  const count = counted.length < mostValues ? 0 : null;
  return [...missing.map((value) => ({ value, label: nameOf(value), count })), ...rows];
}
