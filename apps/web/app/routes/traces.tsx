import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';
import { loadTraces } from '../traces/load-traces.server.ts';
import { TracesView } from '../traces/traces-view.tsx';

export const meta: MetaFunction = () => [{ title: 'Traces · Apiscope' }];
export const loader = apiLoader(loadTraces);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function TracesPage() {
  return <TracesView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
