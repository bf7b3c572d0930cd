import { z } from 'zod';
import { createCidrSet } from '../geo/cidr-set.ts';

/** Bytes of a key of AES-256. */
const keyBytes = 32;

/** Variables that every process which replays is told alike. */
export const replayEnv = {
  /** Seals the headers of targets; without it none can be saved or sent. */
  APISCOPE_SECRET_KEY: z
    .string()
    .trim()
    .transform((text, context) => {
      const bytes = decodeBase64(text);
      if (bytes?.length === keyBytes) return bytes;
      // What was given is a secret, or nearly one: it is not shown.
      context.addIssue({
        code: 'custom',
        message: 'must be 32 bytes in base64; `openssl rand -base64 32` makes one',
      });
      return z.NEVER;
    })
    .optional()
    .describe(
      '32 bytes in base64 that encrypt the headers of replay targets and sign sessions; needed where `AUTH` is `on`; `npm start` makes one',
    ),
  /** Addresses that may be reached although they are not public, whatever the target. */
  REPLAY_ALLOWED_CIDRS: z
    .string()
    .default('')
    .transform((list, context) => {
      const entries = list.split(',').flatMap((entry) => entry.trim() || []);
      try {
        createCidrSet(entries);
        return entries;
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    })
    .describe(
      'comma separated addresses that replays may reach although they are not public: CIDRs, loopback, private, link-local, cgnat',
    ),
};

/** What a process that replays was told. */
export type ReplaySettings = {
  /** 32 bytes; null when there is none. */
  secretKey: Uint8Array | null;
  /** Addresses, ranges and names of ranges, as `createCidrSet` takes them. */
  allowedCidrs: readonly string[];
};

function decodeBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
