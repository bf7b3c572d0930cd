import { Notice } from '../ui/notice.tsx';
import { ConnectForm } from './connect-form.tsx';
import { RunSummary } from './run-summary.tsx';
import type { useConnection } from './use-connection.ts';

/** Asks which server, and tells how it answered. */
export function ConnectPanel({ server }: { server: ReturnType<typeof useConnection> }) {
  const { run, problem, isRunning, connection } = server;
  return (
    <div className="space-y-4 px-4 pb-4 pt-2">
      <ConnectForm
        connection={connection}
        onChange={server.setConnection}
        onConnect={() => server.ask()}
        isRunning={isRunning}
        wantsAuth={run?.steps.at(0)?.response?.statusCode === 401}
      />
      <div aria-live="polite" aria-busy={isRunning} className={isRunning && run ? 'opacity-60' : ''}>
        {problem && (
          <Notice tone="bad" role="alert">
            {problem.message}
          </Notice>
        )}
        {run && <RunSummary run={run} />}
        {isRunning && !run && <p className="text-[13px] text-muted">Talking to the server…</p>}
        {!run && !problem && !isRunning && (
          <p className="text-[13px] text-muted">
            Says hello as an agent would, lists the server’s tools, and shows what goes over the wire. It goes
            out from where Apiscope runs, and reaches private addresses only if that is allowed.
          </p>
        )}
      </div>
    </div>
  );
}
