import { isRouteErrorResponse, Link, useRevalidator } from '@remix-run/react';
import { CloudOff, RotateCw, SearchX, TriangleAlert } from 'lucide-react';
import { Button, buttonLook } from '../ui/button.tsx';

type ErrorPanelProps = {
  error: unknown;
  /** The list that what is asked for would be in. */
  list?: { to: string; name: string };
};

/** Tells why a page could not be shown, in the API's own words where it said any, and what to do. */
export function ErrorPanel({ error, list }: ErrorPanelProps) {
  const { revalidate, state } = useRevalidator();
  const { title, message, status } = explain(error);
  const Icon = status === 404 ? SearchX : status >= 502 ? CloudOff : TriangleAlert;
  return (
    <div role="alert" data-testid="error-panel" className="mx-auto max-w-md py-16 text-center">
      <span className="mx-auto grid size-11 place-items-center rounded-full bg-bad-soft text-bad">
        <Icon aria-hidden className="size-5" />
      </span>
      <h1 className="mt-3 text-base font-semibold">{title}</h1>
      <p className="mt-1 text-[13px] text-muted first-letter:uppercase">{message}</p>
      <div className="mt-4 flex justify-center gap-2">
        {status !== 404 && status !== 403 && (
          <Button tone="primary" onClick={revalidate} disabled={state === 'loading'}>
            <RotateCw aria-hidden className="size-4" />
            Try again
          </Button>
        )}
        {list && (
          <Link to={list.to} className={buttonLook()}>
            {list.name}
          </Link>
        )}
        <Link to="/dashboard" className={buttonLook()}>
          Go to the dashboard
        </Link>
      </div>
      <p className="mt-4 text-xs text-faint">Status {status}</p>
    </div>
  );
}

function explain(error: unknown): { title: string; message: string; status: number } {
  if (!isRouteErrorResponse(error)) {
    const isOffline = error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
    return isOffline
      ? {
          title: titleOf(503),
          message: 'Apiscope’s server does not answer. It is being tried again.',
          status: 503,
        }
      : { title: titleOf(500), message: 'This page failed to draw. Reloading it may help.', status: 500 };
  }
  const data: unknown = error.data;
  const said = typeof data === 'object' && data !== null && 'message' in data ? data.message : null;
  const message = typeof said === 'string' ? said : 'The server gave no reason.';
  return { title: titleOf(error.status), message, status: error.status };
}

function titleOf(status: number): string {
  if (status === 404) return 'There is nothing here';
  if (status === 403) return 'This is not for you to see';
  if (status === 400) return 'This address asks for something that cannot be';
  if (status >= 502) return 'Apiscope cannot reach its data';
  return 'Something went wrong';
}
