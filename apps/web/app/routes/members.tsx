import type { MetaFunction } from '@remix-run/node';
import { useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { loadMembers } from '../members/load-members.server.ts';
import { MembersView } from '../members/members-view.tsx';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';

export const meta: MetaFunction = () => [{ title: 'Members · Apiscope' }];
export const loader = apiLoader(loadMembers);
export const clientLoader = keepLastGood();
export const shouldRevalidate = shouldRevalidatePage;

export default function MembersPage() {
  return <MembersView {...useLoaderData<typeof loader>()} />;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
