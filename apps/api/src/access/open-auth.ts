import type { Db } from '@apiscope/db/client';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { betterAuth } from 'better-auth/minimal';

/** Seconds after signing in at which a session ends, however much it is used. */
const sessionSeconds = 30 * 86_400;

export type OpenAuth = ReturnType<typeof openAuth>;

/** better-auth over our tables, with what is used of it. */
export function openAuth({
  db,
  secret,
  publicUrl,
  cookiePrefix,
  addressHeader,
}: {
  db: Db;
  secret: string;
  publicUrl: URL;
  cookiePrefix: string;
  /** Header by which it is told where a request comes from. */
  addressHeader: string;
}) {
  const auth = betterAuth({
    appName: 'Apiscope',
    baseURL: publicUrl.origin,
    basePath: '/auth',
    secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    onAPIError: { throw: true },
    database: prismaAdapter(db, { provider: 'postgresql' }),
    user: { modelName: 'member' },
    session: {
      fields: { userId: 'memberId' },
      expiresIn: sessionSeconds,
      // The end is bound; how long a session may lie idle is judged by our own column.
      disableSessionRefresh: true,
    },
    account: { fields: { userId: 'memberId' } },
    emailAndPassword: { enabled: true, disableSignUp: true, maxPasswordLength: 128 },
    // Attempts are counted by our own table, by person and address, before anything of better-auth is asked.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix,
      useSecureCookies: publicUrl.protocol === 'https:',
      // Our own test compares schema and tables.
      database: { generateId: 'serial', validateSchema: false },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
  });
  return {
    auth,
    hashPassword,
    verifyPassword,
    /** Whether an error says that who signs in is wrong, rather than that something failed. */
    isRefusal: (error: unknown): error is APIError => error instanceof APIError && error.statusCode < 500,
  };
}
