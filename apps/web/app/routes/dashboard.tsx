import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { Dashboard } from '../dashboard/dashboard.tsx';
import { loadDashboard } from '../dashboard/load-dashboard.server.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'Dashboard · Apiscope' }];
export const loader = apiLoader(loadDashboard);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function DashboardPage() {
  return <Dashboard {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
