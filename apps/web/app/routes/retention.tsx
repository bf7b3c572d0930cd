import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { loadRetention } from '../retention/load-retention.server.ts';
import { RetentionView } from '../retention/retention-view.tsx';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'Retention · Apiscope' }];
export const loader = apiLoader(loadRetention);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function RetentionPage() {
  return <RetentionView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
