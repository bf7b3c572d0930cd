import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { loadSets } from '../sets/load-sets.server.ts';
import { SetsView } from '../sets/sets-view.tsx';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'Replay sets · Apiscope' }];
export const loader = apiLoader(loadSets);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function ReplaySetsPage() {
  return <SetsView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
