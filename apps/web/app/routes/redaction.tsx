import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { loadRedaction } from '../redaction/load-redaction.server.ts';
import { RedactionView } from '../redaction/redaction-view.tsx';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'Redaction · Apiscope' }];
export const loader = apiLoader(loadRedaction);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function RedactionPage() {
  return <RedactionView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
