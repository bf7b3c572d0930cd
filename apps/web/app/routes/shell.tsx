import { Outlet, type ShouldRevalidateFunctionArgs, useLoaderData, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { useNoteShown } from '../api/use-note-shown.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { Frame } from '../shell/frame.tsx';
import { loadShell } from '../shell/load-shell.server.ts';

export const loader = apiLoader(loadShell);

/** A live refresh asks only for the page's own data; services are read when a person moves. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  return currentUrl.href === nextUrl.href ? false : defaultShouldRevalidate;
}

export default function Shell() {
  useNoteShown();
  return (
    <Frame {...useLoaderData<typeof loader>()}>
      <Outlet />
    </Frame>
  );
}

export function ErrorBoundary() {
  return (
    <Frame services={[]} service={null} now={0} session={null}>
      <ErrorPanel error={useRouteError()} />
    </Frame>
  );
}
