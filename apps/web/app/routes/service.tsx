import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { loadService } from '../services/load-service.server.ts';
import { ServiceView } from '../services/service-view.tsx';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = ({ params }) => [{ title: `${params.service} · Apiscope` }];
export const loader = apiLoader(loadService);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function ServicePage() {
  return <ServiceView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} list={{ to: '/dashboard/services', name: 'All services' }} />;
}
