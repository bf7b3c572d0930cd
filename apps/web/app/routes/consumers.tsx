import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { ConsumersView } from '../consumers/consumers-view.tsx';
import { loadConsumers } from '../consumers/load-consumers.server.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'Consumers · Apiscope' }];
export const loader = apiLoader(loadConsumers);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function ConsumersPage() {
  return <ConsumersView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
