import { Link } from '@remix-run/react';
import { SearchX } from 'lucide-react';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHead } from '../ui/page-head.tsx';

/** Says that there is no such trace, why that may be, and where else its id may be known. */
export function TraceMissing({ traceId }: { traceId: string }) {
  const filter = `range=30d&traceId__eq=${encodeURIComponent(traceId)}`;
  return (
    <>
      <PageHead title="Trace" note={<code className="break-all">{traceId}</code>} />
      <div className="rounded-lg border border-line bg-surface" data-testid="trace-missing">
        <EmptyState icon={SearchX} title="This trace is not here">
          <p>Its spans have not come in yet, were never sent, or retention has removed them.</p>
          <p className="flex flex-wrap justify-center gap-x-4 gap-y-1">
            <Link className="text-accent hover:underline" to={`/dashboard/logs?${filter}`}>
              Logs with this id
            </Link>
            <Link className="text-accent hover:underline" to={`/dashboard/replay?${filter}`}>
              Captured requests with it
            </Link>
            <Link className="text-accent hover:underline" to="/dashboard/traces">
              All traces
            </Link>
          </p>
        </EmptyState>
      </div>
    </>
  );
}
