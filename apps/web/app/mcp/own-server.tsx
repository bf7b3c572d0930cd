import { Link } from '@remix-run/react';
import { Card } from '../ui/card.tsx';
import { CommandLine } from '../ui/command-line.tsx';
import { useHydrated } from '../ui/use-hydrated.ts';

/** How an agent is let into Apiscope itself. */
export function OwnServer() {
  const origin = useHydrated() ? window.location.origin : 'http://localhost:3000';
  return (
    <Card title="Apiscope’s own MCP server" note="logs, patterns, metrics and captured requests for agents">
      <div className="space-y-3 px-4 pb-4 pt-2 text-[13px]">
        <p className="text-muted">
          It answers at <code className="font-mono text-xs text-ink">{origin}/mcp</code> over Streamable HTTP,
          to an{' '}
          <Link to="/dashboard/keys" className="font-medium text-accent hover:underline">
            API key
          </Link>{' '}
          that may <code className="font-mono text-xs">read</code>; while AUTH=off it asks for none.
        </p>
        <CommandLine
          command={`claude mcp add --transport http apiscope ${origin}/mcp --header "Authorization: Bearer $APISCOPE_KEY"`}
        />
      </div>
    </Card>
  );
}
