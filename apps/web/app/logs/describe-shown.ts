import { exactCount } from '../format/format-count.ts';

type Shown = {
  /** Lines that are here. */
  shown: number;
  /** Lines that there are. */
  total: number;
  /** Whether there may be more. */
  isCapped: boolean;
};

/** How many lines there are, and how many of them are here. */
export function describeShown({ shown, total, isCapped }: Shown): string {
  if (isCapped && total <= shown) return shown === 0 ? 'none so far' : `${exactCount(shown)} lines so far`;
  return `${exactCount(shown)} of ${isCapped ? 'more than ' : ''}${exactCount(total)} lines`;
}
