import { useNavigate } from '@remix-run/react';
import { TriangleAlert, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { memo, type ReactNode, useRef, useState } from 'react';
import { api } from '../api/api.client.ts';
import { buttonLook } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { useNextParams } from '../ui/use-next-params.ts';
import { CountsFailed } from './counts-failed.tsx';
import { FacetGroup } from './facet-group.tsx';
import { isByRelevance } from './logs-query.ts';
import { type CountsProps, useLogCounts } from './use-log-counts.ts';
import { usePanel } from './use-panel.ts';

/** How many lines have which level, service, source and pattern, and the choice of them; beside the lines, or over them where it is narrow. */
export const LogFacets = memo(function LogFacets(props: CountsProps) {
  const panel = usePanel('facets');
  const navigate = useNavigate();
  const isRanked = isByRelevance(useNextParams());
  const [isInUse, setIsInUse] = useState(false);
  const arrived = useRef(props.arrived);
  // Values must not change places under a pointer that is about to choose one.
  if (!isInUse) arrived.current = props.arrived;
  const { answer, problem, isLoading, retry } = useLogCounts({
    ...props,
    arrived: arrived.current,
    isFollowing: props.isFollowing && !isInUse,
    isShown: panel.isShown,
    ask: (input, options) => api.logs.facets.query(input, options),
  });
  if (!panel.isShown) return null;
  const content = (
    <div
      aria-busy={isLoading}
      data-testid="facets"
      onPointerEnter={() => setIsInUse(true)}
      onPointerLeave={() => setIsInUse(false)}
      className={classNames('space-y-1 text-xs', isLoading && answer && 'opacity-60')}
    >
      {problem && (
        <div className="px-1 py-2">
          <CountsFailed what="The counts" isStale={answer !== null} problem={problem} onRetry={retry} />
        </div>
      )}
      {answer?.isCapped && (
        <p className="flex gap-1.5 px-1 py-1.5 text-muted" title={answer.reason ?? undefined}>
          <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0 text-warn" />
          Only the newest lines are counted.
        </p>
      )}
      {answer && isRanked && (
        <p className="px-1 py-1.5 text-muted">
          {answer.level.some(({ count }) => count > 0)
            ? 'Of the lines that have every term.'
            : 'No line has every term, so none is counted.'}
        </p>
      )}
      {answer ? (
        <>
          <FacetGroup field="level" title="Level" counted={answer.level} />
          <FacetGroup field="service" title="Service" counted={answer.service} />
          <FacetGroup field="source" title="Source" counted={answer.source} />
          <FacetGroup field="patternId" title="Pattern" counted={answer.pattern} />
        </>
      ) : (
        problem === null && (
          <p className="px-1 py-2 text-faint">{props.isRefused ? 'Not counted.' : 'Counting…'}</p>
        )
      )}
    </div>
  );
  if (!panel.isRoomy)
    return <Sheet onClose={() => void navigate(panel.toggleTo, { replace: true })}>{content}</Sheet>;
  return (
    <aside
      aria-label="Facets"
      className={classNames(
        'w-56 shrink-0 overflow-y-auto overscroll-contain rounded-lg border border-line bg-surface p-2',
        panel.className,
      )}
    >
      {content}
    </aside>
  );
});

function Sheet({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-[min(20rem,86vw)] flex-col border-r border-line bg-surface shadow-2xl"
        >
          <header className="flex min-h-12 items-center border-b border-line px-3">
            <Dialog.Title className="text-sm font-semibold">Facets</Dialog.Title>
            <Dialog.Close
              className={`${buttonLook({ tone: 'quiet', size: 'icon' })} ml-auto`}
              aria-label="Close facets"
            >
              <X aria-hidden className="size-4" />
            </Dialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-2">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
