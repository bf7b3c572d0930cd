import type { Resource } from './fields.ts';
import type { Operator } from './operators.ts';

/**
 * A parsed value: numbers for int and float, text for text and level, ISO-8601 with `Z` for timestamp, a list for `in`,
 * and a boolean for bool, isnull and isnotnull.
 */
export type FilterValue = string | number | boolean | readonly (string | number)[];

/** One `field__op=value` after parsing: field and operator are in the registry, the value is of the field's type. */
export type Condition = { readonly field: string; readonly op: Operator; readonly value: FilterValue };

/** Conditions that must all hold. */
export type Filter = readonly Condition[];

/** One word or quoted phrase of a `search`: rows must contain it in a searched field, or must not when negated. */
export type SearchTerm = {
  readonly text: string;
  readonly negated: boolean;
  /** Written in quotes: to be found as it stands, never by something like it. */
  readonly quoted?: true;
};

/** What a list, stream or count is asked for, the same at every door. */
export type Query = {
  readonly resource: Resource;
  readonly filter: Filter;
  readonly search: readonly SearchTerm[];
};

/** How a list is read by what walks it to its end; no door takes these. */
export type WalkOptions = {
  /** False: the rows are not counted, and `total` says no more than what the page itself shows. */
  readonly countTotal?: false;
  /** A page ends early once its wide columns hold this many bytes; it has one row at least, however wide. */
  readonly maxBytes?: number;
};

/** A query with the slice of it that is wanted. */
export type ListQuery = Query &
  WalkOptions & {
    /** A field of the resource, or `relevance`. */
    readonly orderBy: string;
    readonly order: 'asc' | 'desc';
    readonly limit: number;
    readonly offset: number;
    readonly cursor: string | null;
    /** Which of `orderBy` and `order` the caller gave; the other is the resource's default. */
    readonly explicit: { readonly orderBy: boolean; readonly order: boolean };
  };
