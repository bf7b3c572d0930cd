import type { Read } from '../api/api.server.ts';

/** Who is at the screen; null where that could not be told. */
export type Session = NonNullable<Awaited<ReturnType<typeof loadShell>>['session']>;

/** What every page shows around its content. The frame stands even when the API does not answer. */
export async function loadShell({ api, params, now }: Read) {
  const [services, session] = await Promise.all([
    api.services.names.query().catch(() => []),
    api.session.get.query().catch(() => null),
  ]);
  return {
    services,
    service: params.get('service') || null,
    now,
    session: session && { auth: session.auth, scopes: session.scopes, member: session.member },
  };
}
