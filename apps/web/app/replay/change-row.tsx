import { Link } from '@remix-run/react';
import { EyeOff } from 'lucide-react';
import { Badge } from '../ui/badge.tsx';
import { markRedacted } from '../ui/json-view.tsx';
import { changeKinds } from './change-kinds.ts';
import type { ShownChange } from './split-changes.ts';

type ChangeRowProps = {
  change: ShownChange;
  /** Address of the same screen with the path ignored; null where it is already. */
  ignoreTo: string | null;
};

/** One place where two answers differ, with what stands there on either side. */
export function ChangeRow({ change, ignoreTo }: ChangeRowProps) {
  const { path, kind, from, to } = change;
  const { word, tone, about } = changeKinds[kind];
  return (
    <li className="border-t border-line/60 px-4 py-2 first:border-t-0" data-kind={kind} data-path={path}>
      <div className="flex min-h-7 items-center gap-2">
        <Badge tone={tone} title={about}>
          {word}
        </Badge>
        <code className="min-w-0 flex-1 break-all text-xs">{path}</code>
        {kind === 'moved' && from !== undefined && to !== undefined && (
          <span className="text-xs text-muted">
            from {from} to {to}
          </span>
        )}
        {ignoreTo !== null && (
          <Link
            to={ignoreTo}
            replace
            preventScrollReset
            className="inline-flex shrink-0 items-center gap-1 rounded px-1.5 py-1 text-xs text-muted hover:bg-raised hover:text-ink"
            aria-label={`Ignore ${path}`}
          >
            <EyeOff aria-hidden className="size-3.5" />
            Ignore
          </Link>
        )}
      </div>
      {kind !== 'moved' && (
        <div className="mt-1 grid grid-cols-2 gap-2 font-mono text-xs">
          <Side label="before" isThere={kind !== 'added'} value={change.before} tone="bg-bad-soft" />
          <Side label="after" isThere={kind !== 'removed'} value={change.after} tone="bg-good-soft" />
        </div>
      )}
    </li>
  );
}

/** What stands on one side; nothing at all is not null. */
function Side(props: { label: string; isThere: boolean; value: unknown; tone: string }) {
  const { label, isThere, value, tone } = props;
  if (!isThere)
    return (
      <p className="rounded border border-dashed border-line px-2 py-1 text-faint">
        <span className="sr-only">{label}: </span>not there
      </p>
    );
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <pre
      className={`max-h-48 min-w-0 overflow-auto whitespace-pre-wrap break-words rounded px-2 py-1 ${tone}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
    >
      <span className="sr-only">{label}: </span>
      {value === undefined ? 'unknown' : typeof value === 'string' ? <Quoted text={text} /> : text}
    </pre>
  );
}

function Quoted({ text }: { text: string }) {
  return (
    <>
      <span className="text-faint">"</span>
      {markRedacted(text)}
      <span className="text-faint">"</span>
    </>
  );
}
