import type { MetaFunction } from '@remix-run/node';
import { useRouteError } from '@remix-run/react';
import { McpView } from '../mcp/mcp-view.tsx';
import { ErrorPanel } from '../shell/error-panel.tsx';

export const meta: MetaFunction = () => [{ title: 'MCP · Apiscope' }];

export default function McpPage() {
  return <McpView />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
