import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';
import { actOnJob } from '../worker/act-on-job.server.ts';
import { loadWorker } from '../worker/load-worker.server.ts';
import { WorkerView } from '../worker/worker-view.tsx';

export const meta: MetaFunction = () => [{ title: 'Worker · Apiscope' }];
export const loader = apiLoader(loadWorker);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;
export const action = actOnJob;

export default function WorkerPage() {
  return <WorkerView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
