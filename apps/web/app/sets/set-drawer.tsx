import type { ReplaySet } from '@apiscope/core/replay/set-schema';
import { Link } from '@remix-run/react';
import { Ear, Play } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { api } from '../api/api.client.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { Button } from '../ui/button.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { Notice } from '../ui/notice.tsx';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import type { SetsData } from './load-sets.server.ts';
import { readSetForm } from './read-set-form.ts';
import { RunBadge } from './run-badge.tsx';
import { SetCountText } from './set-count.tsx';
import { Field, SetFields, TextInput } from './set-fields.tsx';
import { useCount } from './use-count.ts';
import type { SetActions } from './use-set-actions.ts';

type Opened = NonNullable<SetsData['opened']>;
type SetDrawerProps = { opened: Opened | null; targets: SetsData['targets']; actions: SetActions };

/** One replay set: what it would send, its runs, and its settings to change. */
export function SetDrawer({ opened, targets, actions }: SetDrawerProps) {
  const linkWith = useLinkWith();
  const set = opened?.set ?? null;
  return (
    <Drawer label="Replay set" title={set?.name ?? 'Replay set'} closeTo={linkWith({ set: null })}>
      {opened === null ? (
        <p className="p-4 text-[13px] text-muted">Loading …</p>
      ) : set === null ? (
        <p className="p-4 text-[13px] text-muted">There is no replay set {opened.id}. It may be deleted.</p>
      ) : (
        <>
          {actions.problem && (
            <div className="px-4 pt-3">
              <Notice tone="bad" role="alert">
                {actions.problem}
              </Notice>
            </div>
          )}
          <Runs set={set} runs={opened.runs} actions={actions} />
          <Count key={`count ${set.id} ${set.updated_at}`} set={set} />
          <Settings
            key={`settings ${set.id} ${set.updated_at}`}
            set={set}
            targets={targets}
            actions={actions}
          />
        </>
      )}
    </Drawer>
  );
}

function Runs({ set, runs, actions }: { set: ReplaySet; runs: Opened['runs']; actions: SetActions }) {
  const linkWith = useLinkWith();
  return (
    <Section
      title="Runs"
      action={
        <>
          <Button
            needs="operate"
            size="small"
            disabled={actions.isBusy}
            title="Sends every request twice and notes what differs by itself"
            onClick={() => void actions.start(set.id, 'learn')}
          >
            <Ear aria-hidden className="size-3.5" />
            Learn noise
          </Button>
          <Button
            needs="operate"
            size="small"
            tone="primary"
            disabled={actions.isBusy}
            onClick={() => void actions.start(set.id, 'start')}
          >
            <Play aria-hidden className="size-3.5" />
            Run
          </Button>
        </>
      }
    >
      {runs.length === 0 && <p className="text-[13px] text-muted">It has not been run yet.</p>}
      <ul className="divide-y divide-line">
        {runs.map((run) => (
          <li key={run.id}>
            <Link
              to={linkWith({ run: String(run.id), page: null })}
              preventScrollReset
              className="-mx-2 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-2 py-1.5 text-[13px] hover:bg-raised"
            >
              <RunBadge run={run} />
              <span className="min-w-0 truncate">{run.target}</span>
              <span className="text-xs text-muted tabular-nums">
                {run.counts.equal} of {run.total} equal
              </span>
              <span className="ml-auto font-mono text-xs text-muted">
                <Timestamp at={run.created_at} style="day-second" />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Count({ set }: { set: ReplaySet }) {
  const { count, problem, isBusy, ask } = useCount();
  return (
    <Section
      title="What would be sent"
      action={
        <Button
          size="small"
          disabled={isBusy}
          onClick={() => void ask(() => api.sets.count.mutate({ id: set.id }))}
        >
          {isBusy ? 'Counting …' : 'Count'}
        </Button>
      }
    >
      {problem && (
        <Notice tone="bad" role="alert">
          {problem}
        </Notice>
      )}
      {count ? (
        <SetCountText count={count} />
      ) : (
        <p className="text-[13px] text-muted">
          Requests of {set.service} that pass the filter at the time of a run. Counting sends nothing.
        </p>
      )}
    </Section>
  );
}

function Settings({ set, targets, actions }: { set: ReplaySet } & Omit<SetDrawerProps, 'opened'>) {
  const [isSure, setIsSure] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void actions.update(set.id, readSetForm(new FormData(event.currentTarget)));
  };
  const names = targets.filter(({ service }) => service === set.service).map(({ name }) => name);
  return (
    <Section title="Settings">
      <form onSubmit={submit} className="space-y-3 text-[13px]">
        <Field label="Name">
          <TextInput name="name" value={set.name} required />
        </Field>
        <Field
          label="Filter"
          note={`Of the requests of ${set.service}, as in the address of the page Replay.`}
        >
          <TextInput name="filter" value={printFilter(set.filter)} />
        </Field>
        <SetFields set={set} targets={names} />
        <div className="flex flex-wrap gap-2">
          <Button needs="operate" type="submit" tone="primary" disabled={actions.isBusy}>
            Save
          </Button>
          {isSure ? (
            <Button
              needs="operate"
              tone="danger"
              disabled={actions.isBusy}
              onClick={() => void actions.remove(set.id)}
            >
              Delete it with its runs
            </Button>
          ) : (
            <Button needs="operate" tone="quiet" onClick={() => setIsSure(true)}>
              Delete …
            </Button>
          )}
        </div>
      </form>
    </Section>
  );
}

function printFilter(filter: ReplaySet['filter']): string {
  return new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)])).toString();
}
