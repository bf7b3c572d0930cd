import { useState } from 'react';
import { useInterval } from '../live/use-interval.ts';
import { useRefresh } from '../live/use-refresh.ts';
import { Notice } from '../ui/notice.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { type Draft, toDraft, toRules } from './draft.ts';
import type { loadRedaction } from './load-redaction.server.ts';
import { PreviewPane } from './preview-pane.tsx';
import { RulesForm } from './rules-form.tsx';
import { RulesHistory } from './rules-history.tsx';
import { ScrubCard } from './scrub-card.tsx';
import { useRedactionActions } from './use-redaction-actions.ts';

/** While a scrub is under way its progress is shown; else little changes. */
const busyMs = 1_500;
const idleMs = 60_000;

/** What is hidden of everything that is stored, shown or sent; a place to try rules before they hold. */
export function RedactionView({ rules, scrubs }: Awaited<ReturnType<typeof loadRedaction>>) {
  const { current, builtIn, versions } = rules;
  const [edited, setEdited] = useState<{ draft: Draft; basedOn: number } | null>(null);
  const actions = useRedactionActions();
  const run = scrubs.runs[0] ?? null;
  useInterval(useRefresh(1_000), run?.status === 'running' ? busyMs : idleMs);
  const draft = edited?.draft ?? toDraft(current);
  const edit = (next: Draft) => setEdited({ draft: next, basedOn: edited?.basedOn ?? current.version });
  const save = async () => {
    if (edited && (await actions.save(toRules(draft), edited.basedOn))) setEdited(null);
  };
  return (
    <>
      <PageHead title="Redaction" note="one set of rules in front of everything stored, shown or sent" />
      {actions.said && (
        <Notice tone={actions.said.isDone ? 'info' : 'bad'} role={actions.said.isDone ? 'status' : 'alert'}>
          {actions.said.message}
        </Notice>
      )}
      {edited !== null && edited.basedOn !== current.version && (
        <Notice tone="warn">
          Version {current.version} was saved meanwhile. Discard to see it; what you typed would replace it.
        </Notice>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="min-w-0 space-y-4">
          <RulesForm
            draft={draft}
            version={current.version}
            isChanged={edited !== null}
            isBusy={actions.isBusy}
            builtIn={builtIn}
            onChange={edit}
            onReset={() => setEdited(null)}
            onSave={() => void save()}
          />
          <ScrubCard
            tables={scrubs.tables}
            run={run}
            version={current.version}
            isBusy={actions.isBusy}
            onScrub={() => void actions.scrub()}
          />
          <RulesHistory versions={versions} onTake={(version) => edit(toDraft(version))} />
        </div>
        <PreviewPane rules={toRules(draft)} />
      </div>
    </>
  );
}
