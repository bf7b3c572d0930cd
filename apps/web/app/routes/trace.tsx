import type { MetaFunction, ShouldRevalidateFunctionArgs } from '@remix-run/react';
import { isRouteErrorResponse, useLoaderData, useParams, useRouteError } from '@remix-run/react';
import { apiLoader } from '../api/api.server.ts';
import { keepLastGood } from '../api/keep-last-good.ts';
import { ErrorPanel } from '../shell/error-panel.tsx';
import { shouldRevalidatePage } from '../shell/should-revalidate-page.ts';
import { loadTrace } from '../traces/load-trace.server.ts';
import { TraceMissing } from '../traces/trace-missing.tsx';
import { TraceView } from '../traces/trace-view.tsx';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.trace.name ?? 'Trace'} · Apiscope` },
];
export const loader = apiLoader(loadTrace);
export const clientLoader = keepLastGood();

/** The parameters say what of the trace is shown, which is read whole already. */
export function shouldRevalidate(args: ShouldRevalidateFunctionArgs) {
  const { currentUrl, nextUrl } = args;
  if (currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search) return false;
  return shouldRevalidatePage(args);
}

export default function TracePage() {
  const { trace } = useLoaderData<typeof loader>();
  return <TraceView key={trace.traceId} trace={trace} />;
}

export function ErrorBoundary() {
  const error = useRouteError();
  const { traceId = '' } = useParams();
  if (isRouteErrorResponse(error) && error.status === 404) return <TraceMissing traceId={traceId} />;
  return <ErrorPanel error={error} />;
}
