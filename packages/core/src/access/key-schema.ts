import { z } from 'zod';
import { timestampIn, timestampOut } from '../timestamp-schema.ts';
import { viewText } from '../views/schema.ts';
import { scope } from './schema.ts';

/** Bounds of a key. */
export const keyLimits = {
  name: 200,
  service: 200,
  /** Longest time that a replaced secret may still count, minutes: a week. */
  overlapMinutes: 10_080,
} as const;

/** An API key as it is shown: never its secret. */
export const apiKey = z
  .object({
    id: z.number().int(),
    name: z.string(),
    prefix: z.string().describe('the part of the token that is shown, `aps_<prefix>_…`'),
    scopes: z.array(scope),
    service: z.string().nullable().describe('the one service whose data it may send; null: any'),
    status: z.enum(['active', 'expired', 'revoked']),
    createdBy: z.string(),
    expiresAt: timestampOut.nullable(),
    lastUsedAt: timestampOut.nullable().describe('to the minute'),
    revokedAt: timestampOut.nullable(),
    previousPrefix: z
      .string()
      .nullable()
      .describe('prefix of the token that a rotation replaced and that still counts'),
    previousUntil: timestampOut.nullable().describe('until when it does'),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKey>;

/** A key with its token, which is shown this once. */
export const apiKeyWithToken = apiKey
  .extend({ token: z.string().describe('shown this once; only a hash of it is kept') })
  .meta({ id: 'ApiKeyWithToken' });
export type ApiKeyWithToken = z.infer<typeof apiKeyWithToken>;

export const createKeyInput = z.strictObject({
  name: viewText(keyLimits.name).describe('what the key is for, 1 to 200 characters'),
  scopes: z.array(scope).min(1).max(scope.options.length).describe('what it may do; admin is everything'),
  service: viewText(keyLimits.service)
    .nullish()
    .describe('the one service whose data it may send; takes the scope ingest, and binds nothing else'),
  expiresAt: timestampIn.nullish().describe('when it expires; null: never'),
});
export type CreateKeyInput = z.infer<typeof createKeyInput>;

const keyId = z.number().int().min(1).max(2_147_483_647);
export const keyIdInput = z.strictObject({ id: keyId });
export const rotateKeyInput = z.strictObject({
  id: keyId,
  overlapMinutes: z
    .number()
    .int()
    .min(0)
    .max(keyLimits.overlapMinutes)
    .default(0)
    .describe('minutes for which the old token counts as well, at most a week; 0: it is gone at once'),
});
