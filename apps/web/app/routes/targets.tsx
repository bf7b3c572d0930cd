import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';
import { loadTargets } from '../targets/load-targets.server.ts';
import { TargetsView } from '../targets/targets-view.tsx';

export const meta: MetaFunction = () => [{ title: 'Targets · Apiscope' }];
export const loader = apiLoader(loadTargets);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function TargetsPage() {
  return <TargetsView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
