const home = '/dashboard';

/** The page to sign in at, from which `at`, a path with its query, is gone back to. */
export function signInPath(at: string): string {
  const next = safeNext(at);
  return next === home ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}

/**
 * Where to go after signing in: a page of the dashboard, whatever the address asks for. A link from elsewhere must not lead on to another
 * host, so that what is read is not what a person sees in the address, but what a browser makes of it.
 */
export function safeNext(next: string | null): string {
  const origin = 'http://apiscope.invalid';
  if (next === null || !next.startsWith('/') || !URL.canParse(next, origin)) return home;
  const { origin: found, pathname, search } = new URL(next, origin);
  return found === origin && /^\/dashboard(\/|$)/.test(pathname) ? pathname + search : home;
}
