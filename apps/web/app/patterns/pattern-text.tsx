import { Fragment } from 'react';
import { splitPattern } from './split-pattern.ts';

/** A pattern with its placeholders set apart from what every line of it says. */
export function PatternText({ pattern }: { pattern: string }) {
  return (
    <>
      {splitPattern(pattern).map(({ text, isPlaceholder }, index) =>
        isPlaceholder ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one pattern never move.
          <span key={index} data-placeholder className="rounded bg-raised px-0.5 text-faint">
            {text}
          </span>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one pattern never move.
          <Fragment key={index}>{text}</Fragment>
        ),
      )}
    </>
  );
}
