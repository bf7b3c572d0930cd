import { exactCount } from '../format/format-count.ts';
import { formatLatency } from '../format/format-latency.ts';
import { Badge } from '../ui/badge.tsx';
import { FieldList } from '../ui/field-list.tsx';
import { Notice } from '../ui/notice.tsx';
import type { ShownRun } from './use-debug.ts';

/** How it went: who the server is, or why it did not answer. */
export function RunSummary({ run }: { run: ShownRun }) {
  const { server, steps, toolCount } = run;
  const total = steps.reduce((sum, { timing }) => sum + (timing?.total ?? 0), 0);
  return (
    <div className="space-y-3" data-testid="mcp-summary">
      <Problem run={run} />
      {server && (
        <FieldList
          fields={[
            [
              'Server',
              <span key="server">
                <strong className="font-semibold">{server.title ?? server.name}</strong>{' '}
                <span className="text-faint">{server.version}</span>
              </span>,
            ],
            ['Protocol', run.protocolVersion],
            ['Session', run.hasSession ? 'kept, and ended at last' : 'none'],
            ['Tools', `${exactCount(toolCount)}${run.hasMoreTools ? ' and more' : ''}`],
            ['Took', `${formatLatency(total)} in ${steps.length} requests`],
            ['Says', run.instructions],
          ]}
        />
      )}
      <ul className="flex flex-wrap gap-1" aria-label="Steps">
        {steps.map(({ name, status }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one run never move.
          <li key={index}>
            <Badge tone={stepTones[status]} title={status}>
              {name}
            </Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}

export const stepTones = { ok: 'good', failed: 'bad', refused: 'warn' } as const;

function Problem({ run: { status, problem, steps } }: { run: ShownRun }) {
  if (problem === null) return null;
  if (status === 'refused')
    return (
      <Notice tone="warn" role="alert">
        Nothing was sent: {problem}.
        {problem.includes('REPLAY_ALLOWED_CIDRS') && (
          <p className="mt-1 text-xs text-muted">
            For example <code className="font-mono">REPLAY_ALLOWED_CIDRS=127.0.0.0/8 npm start</code> lets it
            reach this machine, and <code className="font-mono">10.1.0.0/16</code> a network.
          </p>
        )}
      </Notice>
    );
  const isAuth = steps.some(({ response }) => response?.statusCode === 401);
  return (
    <Notice tone={isAuth ? 'warn' : 'bad'} role="alert">
      {problem}
    </Notice>
  );
}
