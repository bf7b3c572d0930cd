import { classNames } from './class-names.ts';

/**
 * A name that others chose, of a length that nobody knows, in a cell of a table: cut off where it would push other columns out of sight,
 * and whole when pointed at.
 */
export function CutText({ text, className }: { text: string; className?: string }) {
  return (
    <span className={classNames('block truncate', className ?? 'max-w-40 text-xs text-muted')} title={text}>
      {text}
    </span>
  );
}
