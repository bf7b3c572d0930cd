import type { Operator } from '@apiscope/core/search/operators';

/** Operators as a person reads them in a chip. */
export const operatorWords: Record<Operator, string> = {
  eq: '=',
  ne: '≠',
  gt: '>',
  gte: '≥',
  lt: '<',
  lte: '≤',
  like: 'contains (case)',
  ilike: 'contains',
  in: 'one of',
  isnull: 'is null',
  isnotnull: 'is not null',
  startswith: 'starts with',
  endswith: 'ends with',
};

/** The sign of an operator; an unknown one stands for itself. */
export function operatorWord(operator: string): string {
  return Object.hasOwn(operatorWords, operator) ? operatorWords[operator as Operator] : operator;
}
