import type { FieldType } from './fields.ts';

/** The thirteen operators of the grammar `field__op`. */
export const operators = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'like',
  'ilike',
  'in',
  'isnull',
  'isnotnull',
  'startswith',
  'endswith',
] as const;

export type Operator = (typeof operators)[number];

const ordered = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'in',
  'isnull',
  'isnotnull',
] as const satisfies Operator[];

/** Which operators a field of a type takes; numbers and dates have no text operators. */
export const operatorsOf = {
  int: ordered,
  float: ordered,
  timestamp: ordered,
  text: operators,
  level: operators,
  bool: ['eq', 'ne'],
  json: ['isnull', 'isnotnull'],
} as const satisfies Record<FieldType, readonly Operator[]>;

/** The operators a given field type takes, as a type. */
export type OperatorOf<T extends FieldType> = (typeof operatorsOf)[T][number];

/** What each operator means, for the OpenAPI document. */
export const operatorMeaning: Record<Operator, string> = {
  eq: 'equal to',
  ne: 'not equal to (a null is not equal)',
  gt: 'greater than',
  gte: 'greater than or equal to',
  lt: 'less than',
  lte: 'less than or equal to',
  like: 'contains, case-sensitive; % _ and \\ are literal',
  ilike: 'contains, case-insensitive; % _ and \\ are literal',
  in: 'one of a comma separated list of at most 1,000 values; \\, is a comma, empty matches nothing',
  isnull: 'true: is null, false: is not null',
  isnotnull: 'true: is not null, false: is null',
  startswith: 'starts with, case-sensitive, literal',
  endswith: 'ends with, case-sensitive, literal',
};
