import { Wrench } from 'lucide-react';
import { Badge } from '../ui/badge.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { ConnectPanel } from './connect-panel.tsx';
import { OwnServer } from './own-server.tsx';
import { StepList } from './step-list.tsx';
import { ToolPanel } from './tool-panel.tsx';
import { useConnection } from './use-connection.ts';
import type { ShownRun } from './use-debug.ts';

/** Talks to an MCP server: its tools, a call of one, and the raw traffic of each step. */
export function McpView() {
  const server = useConnection();
  const { run, isRunning } = server;
  const tool = run?.tools.find(({ name }) => name === server.tool) ?? run?.tools[0];
  return (
    <>
      <PageHead title="MCP" note="what an agent would see of a server" />
      <Card title="Server">
        <ConnectPanel server={server} />
      </Card>
      {run?.result != null && <Result run={run} />}
      {run?.server && (
        <Card title="Tools" note={toolsNote(run)}>
          {tool ? (
            <div className="mt-2 grid border-t border-line md:grid-cols-[minmax(12rem,1fr)_minmax(0,3fr)]">
              <ul className="max-h-80 overflow-y-auto border-line py-1 max-md:max-h-44 max-md:border-b md:max-h-[36rem] md:border-r">
                {run.tools.map(({ name, title }) => (
                  <li key={name}>
                    <button
                      type="button"
                      aria-current={name === tool.name}
                      onClick={() => server.choose(name)}
                      className="w-full px-4 py-1.5 text-left text-[13px] hover:bg-raised aria-[current=true]:bg-accent-soft"
                    >
                      <span className="block break-all font-mono text-xs">{name}</span>
                      {title && <span className="block text-xs text-faint">{title}</span>}
                    </button>
                  </li>
                ))}
              </ul>
              <ToolPanel
                key={tool.name}
                tool={tool}
                isRunning={isRunning}
                onCall={(args) => server.ask({ name: tool.name, args })}
              />
            </div>
          ) : (
            <EmptyState icon={Wrench} title="No tools">
              <p>
                {isListed(run)
                  ? 'The server answered, and offers none.'
                  : 'Its list could not be read; the traffic shows why.'}
              </p>
            </EmptyState>
          )}
        </Card>
      )}
      {run && (
        <Card title="Traffic" note="secrets are masked">
          <div className="mt-2">
            <StepList key={JSON.stringify(run.steps.map(({ timing }) => timing))} run={run} />
          </div>
        </Card>
      )}
      <OwnServer />
    </>
  );
}

function isListed({ steps }: ShownRun): boolean {
  return steps.some(({ name, status }) => name === 'tools/list' && status === 'ok');
}

function toolsNote({ tools, toolCount }: ShownRun): string {
  return tools.length < toolCount ? `the first ${tools.length} of ${toolCount}` : `${toolCount}`;
}

function Result({ run: { result, isError } }: { run: ShownRun }) {
  return (
    <Card
      title="Result of the call"
      action={<Badge tone={isError ? 'bad' : 'good'}>{isError ? 'the tool failed' : 'done'}</Badge>}
    >
      <div className="px-4 pb-4 pt-2" data-testid="mcp-result">
        <JsonView value={result} />
      </div>
    </Card>
  );
}
