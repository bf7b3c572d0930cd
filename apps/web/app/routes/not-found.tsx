import { useRouteError } from '@remix-run/react';
import { ErrorPanel } from '../shell/error-panel.tsx';

/** Any address that no page has. */
export function loader() {
  throw Response.json({ message: 'No page has this address.' }, { status: 404 });
}

export default function NotFound() {
  return null;
}

export function ErrorBoundary() {
  return <ErrorPanel error={useRouteError()} />;
}
