import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { EndpointDetail } from '../metrics/endpoint-detail.tsx';
import { EndpointList } from '../metrics/endpoint-list.tsx';
import { loadMetrics } from '../metrics/load-metrics.server.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'Metrics · Apiscope' }];
export const loader = apiLoader(loadMetrics);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function MetricsPage() {
  const data = useLoaderData<typeof loader>();
  return data.view === 'list' ? <EndpointList {...data} /> : <EndpointDetail {...data} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
