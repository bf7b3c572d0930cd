import { exactCount } from '../format/format-count.ts';

type Matches = {
  /** Lines that have every term. */
  exact: number;
  /** Those and the ones that come near. */
  total: number;
  /** Whether there may be more. */
  isCapped: boolean;
  /** Whether lines are read for what no index knows: those found so were in no count. */
  isReadBack: boolean;
};

/** How many lines a search found, and how well they match, in a sentence. */
export function describeMatches({ exact, total, isCapped, isReadBack }: Matches): string {
  const more = isCapped ? 'at least ' : '';
  const near = total - exact;
  const first =
    exact === 0
      ? `No ${isReadBack ? 'pattern of lines' : 'line'} has every term`
      : `${lines(exact)} ${have(exact)} every term`;
  if (near <= 0) return `${first}.`;
  return `${first}, ${more}${exactCount(near)} ${near === 1 ? 'comes' : 'come'} near.`;
}

function lines(count: number): string {
  return `${exactCount(count)} ${count === 1 ? 'line' : 'lines'}`;
}

function have(count: number): string {
  return count === 1 ? 'has' : 'have';
}
