import type { ReplayTarget } from '@apiscope/core/replay/target-schema';
import { Badge, type BadgeTone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { lockWords } from './lock-words.ts';

const lockTones: Readonly<Record<ReplayTarget['lock'], BadgeTone>> = {
  none: 'neutral',
  unsafe: 'warn',
  all: 'bad',
};

type TargetRowProps = { target: ReplayTarget; onEdit: () => void; onDelete: () => void };

/** One target: where it leads, what may be sent, which headers go along. */
export function TargetRow({ target, onEdit, onDelete }: TargetRowProps) {
  const { name, baseUrl, lock, allowedCidrs, headerNames } = target;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 text-[13px]">
      <div className="min-w-0 flex-1 basis-64 space-y-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-words font-semibold">{name}</span>
          <Badge tone={lockTones[lock]} title={lockWords[lock].long}>
            {lockWords[lock].short}
          </Badge>
        </p>
        <p className="break-all font-mono text-xs text-muted">{baseUrl}</p>
        {allowedCidrs.length > 0 && (
          <p className="break-words text-xs text-muted">
            may also reach <span className="font-mono">{allowedCidrs.join(', ')}</span>
          </p>
        )}
      </div>
      <ul aria-label={`Headers of ${name}`} className="min-w-0 flex-1 basis-48 space-y-1 text-xs">
        {headerNames.map((header) => (
          <li key={header} className="flex flex-wrap gap-x-2">
            <span className="break-all font-mono">{header}</span>
            <span className="text-faint">set, hidden</span>
          </li>
        ))}
        {headerNames.length === 0 && <li className="text-faint">no headers</li>}
      </ul>
      <span className="ml-auto flex gap-1">
        <Button needs="admin" size="small" aria-label={`Edit ${name}`} onClick={onEdit}>
          Edit
        </Button>
        <Button needs="admin" size="small" tone="quiet" aria-label={`Delete ${name}`} onClick={onDelete}>
          Delete
        </Button>
      </span>
    </li>
  );
}
