import { Link, useSearchParams } from '@remix-run/react';
import { Card } from '../ui/card.tsx';
import { ConnectPanel } from './connect-panel.tsx';
import { readServerParams, writeServerParams } from './server-params.ts';
import { useConnection } from './use-connection.ts';

/** Looks at an MCP server from the dashboard; its tools and traffic are on a page of their own. */
export function McpCard() {
  const server = useConnection();
  const [params] = useSearchParams();
  const search = writeServerParams(new URLSearchParams(), readServerParams(params)).toString();
  return (
    <Card
      title="MCP debug"
      note={server.run?.server?.name}
      action={
        <Link
          to={`/dashboard/mcp${search && `?${search}`}`}
          className="text-[13px] font-medium text-accent hover:underline"
        >
          Tools and traffic
        </Link>
      }
    >
      <ConnectPanel server={server} />
    </Card>
  );
}
