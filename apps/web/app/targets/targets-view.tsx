import type { ReplayTarget } from '@apiscope/core/replay/target-schema';
import { Crosshair, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { DeleteTargetDialog } from './delete-target-dialog.tsx';
import type { loadTargets } from './load-targets.server.ts';
import { TargetDialog } from './target-dialog.tsx';
import { TargetRow } from './target-row.tsx';
import { useTargetActions } from './use-target-actions.ts';

/** What is asked: a new target, changes of one, or whether it may go. */
type Question = { intent: 'create' } | { intent: 'update' | 'delete'; target: ReplayTarget };

/** Where captured requests may be sent again, by service. */
export function TargetsView({ targets, services }: Awaited<ReturnType<typeof loadTargets>>) {
  const [question, setQuestion] = useState<Question | null>(null);
  const actions = useTargetActions();
  const ask = (asked: Question) => {
    actions.forget();
    setQuestion(asked);
  };
  const close = () => setQuestion(null);
  const add = (
    <Button needs="admin" tone="primary" onClick={() => ask({ intent: 'create' })}>
      <Plus aria-hidden className="size-3.5" />
      Add a target
    </Button>
  );
  return (
    <>
      <PageHead title="Targets" note="where captured requests may be sent again">
        {targets.length > 0 && add}
      </PageHead>
      {actions.said?.isDone && question === null && <Notice tone="info">{actions.said.message}</Notice>}
      {targets.length === 0 ? (
        <EmptyState icon={Crosshair} title="No target yet">
          <p>
            A replay goes to the base URL of a target of its service and nowhere else. Requests of Apiscope
            itself need none: they are replayed in process.
          </p>
          {add}
        </EmptyState>
      ) : (
        [...new Set(targets.map(({ service }) => service))].map((service) => (
          <section key={service} aria-label={service} className="rounded-lg border border-line bg-surface">
            <h2 className="break-all border-b border-line px-4 py-2 font-mono text-xs font-semibold">
              {service}
            </h2>
            <ul className="divide-y divide-line">
              {targets
                .filter((target) => target.service === service)
                .map((target) => (
                  <TargetRow
                    key={target.id}
                    target={target}
                    onEdit={() => ask({ intent: 'update', target })}
                    onDelete={() => ask({ intent: 'delete', target })}
                  />
                ))}
            </ul>
          </section>
        ))
      )}
      {(question?.intent === 'create' || question?.intent === 'update') && (
        <TargetDialog
          target={question.intent === 'update' ? question.target : null}
          services={services}
          actions={actions}
          onClose={close}
        />
      )}
      {question?.intent === 'delete' && (
        <DeleteTargetDialog target={question.target} actions={actions} onClose={close} />
      )}
    </>
  );
}
