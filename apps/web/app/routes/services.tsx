import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { loadServices } from '../services/load-services.server.ts';
import { ServicesView } from '../services/services-view.tsx';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'Services · Apiscope' }];
export const loader = apiLoader(loadServices);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function ServicesPage() {
  return <ServicesView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
