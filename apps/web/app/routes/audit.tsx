import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { AuditView } from '../audit/audit-view.tsx';
import { loadAudit } from '../audit/load-audit.server.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'Audit log · Apiscope' }];
export const loader = apiLoader(loadAudit);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function AuditPage() {
  return <AuditView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
