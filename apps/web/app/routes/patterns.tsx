import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { loadPatterns } from '../patterns/load-patterns.server.ts';
import { PatternsView } from '../patterns/patterns-view.tsx';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'Patterns · Apiscope' }];
export const loader = apiLoader(loadPatterns);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function PatternsPage() {
  return <PatternsView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
