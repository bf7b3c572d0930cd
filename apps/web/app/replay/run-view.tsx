import type { ReplayRun } from '@apiscope/core/replay/run-schema';
import { useNavigate } from '@remix-run/react';
import { GitCompareArrows } from 'lucide-react';
import { formatLatency } from '../format/format-latency.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { ChoiceMenu } from '../ui/choice-menu.tsx';
import { FieldList } from '../ui/field-list.tsx';
import { Notice } from '../ui/notice.tsx';
import { Section } from '../ui/section.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { BodyView } from './body-view.tsx';
import { DiffView } from './diff-view.tsx';
import { HeadersTable } from './headers-table.tsx';
import { RerunBar } from './rerun-bar.tsx';
import { RunBadge } from './run-badge.tsx';
import type { ShownDiff } from './split-changes.ts';

export type ShownRun = Omit<ReplayRun, 'diff' | 'overrides' | 'responseBody'> & {
  diff: ShownDiff | null;
  responseBody?: unknown;
};

type RunViewProps = {
  run: ShownRun;
  /** The diff against another replay, where one is chosen. */
  comparison: { before: { id: number }; diff: ShownDiff } | null;
  /** Replays that it can be compared with. */
  others: readonly Pick<ReplayRun, 'id' | 'status' | 'statusCode'>[];
};

/** One replay: how it went, how its answer differs from the captured one or from that of another replay, what was sent. */
export function RunView({ run, comparison, others }: RunViewProps) {
  const diff = comparison?.diff ?? run.diff;
  return (
    <div data-testid="run">
      <Section title={`Replay #${run.id}`} action={<RunBadge run={run} />}>
        {run.error !== null && (
          <div className="mb-3">
            <Notice tone={run.status === 'refused' ? 'warn' : 'bad'} role="status">
              {run.status === 'refused' ? 'It was not sent: ' : 'It was not answered: '}
              {run.error}
            </Notice>
          </div>
        )}
        <FieldList
          fields={[
            ['When', <Timestamp key="when" at={run.created_at} />],
            ['By', run.actor],
            ['Target', run.target ?? 'Apiscope itself, in process'],
            [
              run.status === 'refused' ? 'Was for' : 'Sent',
              run.url && <code className="break-all text-xs">{`${run.method} ${run.url}`}</code>,
            ],
            ['Address', run.address && <code className="text-xs">{run.address}</code>],
            ['Took', run.duration === null ? null : <Took key="took" run={run} />],
          ]}
        />
        <RerunBar runId={run.id} method={run.method} />
      </Section>
      {run.status === 'done' && (
        <>
          <CompareWith run={run} chosen={comparison?.before.id ?? null} others={others} />
          {diff && (
            <DiffView
              diff={diff}
              before={comparison ? `Replay #${comparison.before.id}` : 'As captured'}
              after={`Replay #${run.id}`}
            />
          )}
          <Section title="Answer headers">
            <HeadersTable values={run.responseHeaders} empty="There were none." />
          </Section>
          <BodyView title="Answer body" body={run.responseBody} info={run.responseBodyInfo} />
        </>
      )}
      {run.requestHeaders && (
        <Section title={run.status === 'refused' ? 'Headers it would have had' : 'Sent headers'}>
          <HeadersTable values={run.requestHeaders} empty="There were none." />
        </Section>
      )}
      {run.requestBody && <BodyView title="Sent body" body={run.requestBody} info={null} />}
    </div>
  );
}

function Took({ run: { duration, timing } }: { run: Pick<ReplayRun, 'duration' | 'timing'> }) {
  const steps = timing
    ? [
        timing.connected !== null && `connected after ${formatLatency(timing.connected)}`,
        timing.firstByte !== null && `first byte after ${formatLatency(timing.firstByte)}`,
      ].filter(Boolean)
    : [];
  return (
    <>
      {formatLatency(duration)}
      {steps.length > 0 && <span className="text-faint"> ({steps.join(', ')})</span>}
    </>
  );
}

function CompareWith({
  run,
  chosen,
  others,
}: {
  run: { id: number };
  chosen: number | null;
  others: RunViewProps['others'];
}) {
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const choices = others.filter(({ id, status }) => id !== run.id && status === 'done');
  return (
    <div className="flex items-center gap-2 border-b border-line px-4 py-2 text-[13px]">
      <span className="text-muted">Compared with</span>
      <ChoiceMenu
        label="Compared with"
        icon={GitCompareArrows}
        value={chosen === null ? '' : String(chosen)}
        choices={[
          { value: '', label: 'the captured answer' },
          ...choices.map(({ id, statusCode }) => ({
            value: String(id),
            label: `replay #${id}`,
            note: String(statusCode ?? ''),
          })),
        ]}
        onChoose={(compare) => void navigate(linkWith({ compare }), { preventScrollReset: true })}
      />
    </div>
  );
}
