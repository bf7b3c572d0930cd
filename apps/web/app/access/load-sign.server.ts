import { redirect } from '@remix-run/node';
import type { Read } from '../api/api.server.ts';
import { nullIfRefused } from '../api/api.server.ts';
import { safeNext } from './sign-in-path.ts';

/** Who is in already, or where nobody signs in, goes on; where nobody has signed up yet, that comes first. */
export async function loadSignIn({ api, params }: Read) {
  const { auth, member, sign_up_open: isOpen } = await api.session.get.query();
  if (auth === 'off' || member !== null) throw redirect(safeNext(params.get('next')));
  if (isOpen) throw redirect('/sign-up');
  return null;
}

/** Whom an invitation is for; without one, whether the first member may still sign up. */
export async function loadSignUp({ api, params }: Read) {
  const { auth, member, sign_up_open: isOpen } = await api.session.get.query();
  const token = params.get('invitation');
  if (auth === 'off' || (member !== null && token === null)) throw redirect('/dashboard');
  const invitation = token === null ? null : await nullIfRefused(api.auth.invitation.query({ token }));
  return { isOpen, invitation, isInvited: token !== null, signedIn: member?.email ?? null };
}
