import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { loadLogs } from '../logs/load-logs.server.ts';
import { LogsView } from '../logs/logs-view.tsx';
import { shouldRevalidateLogs } from '../logs/should-revalidate-logs.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';

export const meta: MetaFunction = () => [{ title: 'Logs · Apiscope' }];
export const loader = apiLoader(loadLogs);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidateLogs;

export default function LogsPage() {
  return <LogsView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
