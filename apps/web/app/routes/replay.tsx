import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { loadReplay } from '../replay/load-replay.server.ts';
import { ReplayView } from '../replay/replay-view.tsx';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'Replay · Apiscope' }];
export const loader = apiLoader(loadReplay);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function ReplayPage() {
  return <ReplayView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
