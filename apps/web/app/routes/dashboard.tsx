import type { MetaFunction } from '@remix-run/node';
import { type ShouldRevalidateFunction, useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { Dashboard } from '../dashboard/dashboard.tsx';
import { loadDashboard } from '../dashboard/load-dashboard.server.ts';
import { differsInServerOnly } from '../mcp/server-params.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'Dashboard · Apiscope' }];
export const loader = apiLoader(loadDashboard);
export const clientLoader = keepLastGood();
/** Which MCP server is looked at changes no data of the page. */
export const shouldRevalidate: ShouldRevalidateFunction = (args) =>
  differsInServerOnly(args.currentUrl, args.nextUrl) ? false : shouldRevalidatePage(args);

export default function DashboardPage() {
  return <Dashboard {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
