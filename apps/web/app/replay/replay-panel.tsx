import type { Snapshot } from '@apiscope/core/replay/schema';
import type { ReplayTarget } from '@apiscope/core/replay/target-schema';
import { Link } from '@remix-run/react';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Section } from '../ui/section.tsx';
import { PairsEditor } from './pairs-editor.tsx';
import { PreviewText } from './preview-text.tsx';
import { SendBar } from './send-bar.tsx';
import { openForm, type Pair, type ReplayForm, toOverrides } from './to-overrides.ts';
import { usePreview } from './use-preview.ts';
import { useReplayActions } from './use-replay-actions.ts';

type ReplayPanelProps = {
  snapshot: Omit<Snapshot, 'body' | 'responseBody'> & { body?: unknown };
  targets: readonly Pick<ReplayTarget, 'name' | 'baseUrl' | 'lock'>[];
  /** Whether Apiscope can answer it itself. */
  isOwn: boolean;
  ignore: readonly string[];
};

/** Where a captured request goes and what of it is changed before it is sent again. */
export function ReplayPanel({ snapshot, targets, isOwn, ignore }: ReplayPanelProps) {
  if (targets.length === 0 && !isOwn) return <NoTarget service={snapshot.service} />;
  return <ReplayFields snapshot={snapshot} targets={targets} isOwn={isOwn} ignore={ignore} />;
}

/** Where a target is added. */
function NoTarget({ service }: { service: string }) {
  return (
    <Section title="Replay">
      <Notice tone="info">
        <strong className="font-semibold">{service}</strong> has no target yet: a base URL that its requests
        may be sent to again.{' '}
        <Link
          to={`/dashboard/targets?${new URLSearchParams({ service })}`}
          className="font-medium text-accent hover:underline"
        >
          Add a target
        </Link>
      </Notice>
      <Button tone="primary" disabled className="mt-3">
        Replay
      </Button>
    </Section>
  );
}

function ReplayFields({ snapshot, targets, isOwn, ignore }: ReplayPanelProps) {
  const captured = { query: snapshot.query, redactedPaths: snapshot.redactedPaths, body: snapshot.body };
  const [form, setForm] = useState<ReplayForm>(() =>
    openForm(captured, isOwn ? null : (targets[0]?.name ?? null)),
  );
  const change = (part: Partial<ReplayForm>) => setForm((before) => ({ ...before, ...part }));
  const actions = useReplayActions();
  const overrides = toOverrides(form, captured, ignore);
  const { preview, problem } = usePreview(snapshot.id, overrides);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void actions.send(snapshot.id, overrides);
  };
  const needed = new Set(preview?.needsValue ?? snapshot.redactedPaths);
  const waits = (place: 'headers' | 'query') => (pair: Pair) =>
    needed.has(`${place}.${pair.name}`) && (pair.value === '' || pair.value.includes('[redacted]'));
  const needsBody = [...needed].filter((path) => path === 'body' || path.startsWith('body.'));
  return (
    <form onSubmit={submit} data-testid="replay-form">
      <Section title="Send to">
        <select
          aria-label="Target"
          value={form.target ?? ''}
          onChange={(event) => change({ target: event.currentTarget.value || null })}
          className="h-8 w-full rounded-md border border-line bg-canvas px-2 text-[13px]"
        >
          {isOwn && <option value="">Apiscope itself, in process</option>}
          {targets.map(({ name, baseUrl, lock }) => (
            <option key={name} value={name}>
              {name} · {baseUrl}
              {lock === 'none' ? '' : lock === 'all' ? ' · locked' : ' · reads only'}
            </option>
          ))}
        </select>
        <PreviewText method={snapshot.method} preview={preview} problem={problem} />
      </Section>
      <Section title="Query">
        <PairsEditor
          what="query parameter"
          pairs={form.query}
          needsValue={waits('query')}
          onChange={(query) => change({ query })}
        />
      </Section>
      <Section title="Headers to set">
        <PairsEditor
          what="header"
          pairs={form.headers}
          needsValue={waits('headers')}
          onChange={(headers) => change({ headers })}
        />
        <HeadersLeftOut
          names={Object.keys(snapshot.headers)}
          leftOut={form.leftOut}
          onChange={(leftOut) => change({ leftOut })}
        />
      </Section>
      <Section title="Body">
        {needsBody.length > 0 && (
          <p className="mb-2 text-xs text-warn">Needs a value: {needsBody.join(', ')}. Put it in below.</p>
        )}
        <textarea
          aria-label="Body"
          value={form.body}
          onChange={(event) => change({ body: event.currentTarget.value })}
          rows={Math.min(14, 3 + form.body.split('\n').length)}
          spellCheck={false}
          placeholder="none"
          className="w-full rounded-md border border-line bg-canvas p-2 font-mono text-xs leading-5"
        />
        <p className="text-xs text-faint">
          Unless it is changed it is sent byte for byte as it was captured.
        </p>
      </Section>
      <SendBar
        preview={preview}
        isConfirmed={form.isConfirmed}
        onConfirm={(isConfirmed) => change({ isConfirmed })}
        isBusy={actions.isBusy}
        problem={actions.problem}
      />
    </form>
  );
}

/** Captured headers that can be kept back. */
function HeadersLeftOut(props: {
  names: readonly string[];
  leftOut: readonly string[];
  onChange: (leftOut: string[]) => void;
}) {
  const { names, leftOut, onChange } = props;
  if (names.length === 0) return null;
  return (
    <details className="mt-2 text-xs">
      <summary className="cursor-pointer text-muted">
        {leftOut.length === 0 ? 'Leave captured headers out' : `${leftOut.length} captured headers left out`}
      </summary>
      <ul className="mt-1 grid gap-1 sm:grid-cols-2">
        {names.map((name) => (
          <li key={name}>
            <label className="flex items-center gap-2 font-mono">
              <input
                type="checkbox"
                checked={leftOut.includes(name)}
                onChange={(event) =>
                  onChange(
                    event.currentTarget.checked ? [...leftOut, name] : leftOut.filter((one) => one !== name),
                  )
                }
              />
              <span className="truncate">{name}</span>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}
