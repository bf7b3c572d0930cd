import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { createGate } from '@apiscope/core/batch/gate';
import { AppError } from '@apiscope/core/errors';
import type { Db } from '@apiscope/db/client';
import { causesOf } from '../http/causes-of.ts';
import type { OpenAuth } from './open-auth.ts';

/** Passwords hashed at a time: each takes a processor for a tenth of a second, and 32 MiB. */
const hashesAtOnce = 2;
/** Header by which better-auth is told where a request comes from; it comes from us alone. */
const addressHeader = 'x-apiscope-address';
const cookiePrefix = 'apiscope';

/** Who wants in, and from where. */
export type Credentials = {
  email: string;
  password: string;
  address: string | null;
  userAgent: string | null;
};

/** A session that was just made: its token, and the `Set-Cookie` values that hand it to the browser. */
export type NewSession = { token: string; cookies: string[] };

/** The 401 that says nothing of what was wrong. */
export const notSignedIn = (cause?: unknown) =>
  new AppError('UNAUTHORIZED', 'e-mail address or password is wrong', { cause });

/** What better-auth does for us: passwords, new sessions, and the cookie that names one. Nothing of it is served as it is. */
export type SignIn = {
  /** Checks a password and makes a session. @throws AppError UNAUTHORIZED, which tells nothing. */
  signIn(credentials: Credentials): Promise<NewSession>;
  /** Token of the session that a request names; null without one, or when its signature is not ours. */
  readToken(headers: Headers): string | null;
  /** The `Set-Cookie` values after which a browser names no session. */
  clearCookies(): Promise<string[]>;
  hashPassword(password: string): Promise<string>;
  verifyPassword(input: { hash: string; password: string }): Promise<boolean>;
};

/**
 * Makes sign-in over our tables. Its secret is derived from the process's own, so that one is enough and neither tells the other.
 * Cookies are for https alone where the dashboard is reached by https.
 */
export function createSignIn({
  db,
  secretKey,
  publicUrl,
}: {
  db: Db;
  secretKey: Uint8Array;
  publicUrl: URL;
}): SignIn {
  const secret = Buffer.from(hkdfSync('sha256', secretKey, '', 'apiscope sign-in', 32)).toString('base64');
  const isSecure = publicUrl.protocol === 'https:';
  // Loaded by the first who signs in: a session is told by its cookie alone.
  let opened: Promise<OpenAuth> | undefined;
  const open = (): Promise<OpenAuth> => {
    opened ??= import('./open-auth.ts').then(({ openAuth }) =>
      openAuth({ db, secret, publicUrl, cookiePrefix, addressHeader }),
    );
    return opened;
  };
  const gate = createGate(hashesAtOnce);
  const cookieName = `${isSecure ? '__Secure-' : ''}${cookiePrefix}.session_token`;

  return {
    async signIn({ email, password, address, userAgent }) {
      const headers = new Headers({
        ...(address !== null && { [addressHeader]: address }),
        ...(userAgent !== null && { 'user-agent': userAgent.slice(0, 500) }),
      });
      const { auth, isRefusal } = await open();
      try {
        const body = { email, password };
        const answer = await gate(() => auth.api.signInEmail({ body, headers, returnHeaders: true }));
        return { token: answer.response.token, cookies: answer.headers.getSetCookie() };
      } catch (error) {
        throw isRefusal(error) || isMemberGone(error) ? notSignedIn(error) : error;
      }
    },
    readToken: (headers) => {
      const value = readCookie(headers.get('cookie') ?? '', cookieName);
      const end = value?.lastIndexOf('.') ?? -1;
      if (value === null || end < 1) return null;
      const token = value.slice(0, end);
      const expected = createHmac('sha256', secret).update(token).digest();
      const given = Buffer.from(value.slice(end + 1), 'base64');
      return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
    },
    async clearCookies() {
      const { auth } = await open();
      const answer = await auth.api.signOut({ headers: new Headers(), returnHeaders: true });
      return answer.headers.getSetCookie();
    },
    hashPassword: (password) => gate(async () => (await open()).hashPassword(password)),
    verifyPassword: (input) => gate(async () => (await open()).verifyPassword(input)),
  };
}

/** Whether a session found no member to belong to: they were removed while their password was checked (SQLSTATE 23503, by Prisma P2003). */
function isMemberGone(error: unknown): boolean {
  return causesOf(error).some(({ code }) => code === 'P2003' || code === '23503');
}

/** The decoded value of a cookie; null when there is none. */
function readCookie(header: string, name: string): string | null {
  const pair = header.split(/; */).find((each) => each.startsWith(`${name}=`));
  try {
    return pair === undefined ? null : decodeURIComponent(pair.slice(name.length + 1));
  } catch {
    return null;
  }
}
