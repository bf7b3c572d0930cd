import { nullIfRefused, type Read } from '../api/api.server.ts';

/** Who may sign in, which an admin alone sees, and where the person at the screen is signed in. */
export async function loadMembers({ api, origin }: Read) {
  const session = await api.session.get.query();
  const isSignedIn = session.member !== null;
  const [members, invitations, sessions] = await Promise.all([
    nullIfRefused(api.members.list.query()),
    nullIfRefused(api.members.invitations.query()),
    isSignedIn ? api.auth.sessions.query() : [],
  ]);
  return { auth: session.auth, me: session.member?.email ?? null, members, invitations, sessions, origin };
}
