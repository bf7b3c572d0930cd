import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { KeysView } from '../keys/keys-view.tsx';
import { loadKeys } from '../keys/load-keys.server.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'API keys · Apiscope' }];
export const loader = apiLoader(loadKeys);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function KeysPage() {
  return <KeysView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
