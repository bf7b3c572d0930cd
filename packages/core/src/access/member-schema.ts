import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';
import { role, scope } from './schema.ts';

/** Characters of a password: long enough to be hard to guess, short enough that hashing one is no burden. */
export const passwordLimits = { least: 10, most: 128 } as const;
/** Days that an invitation may be taken up. */
export const invitationDays = { least: 1, most: 30, default: 7 } as const;

/** An e-mail address, in lower case: two that differ in case alone are one person's. */
export const email = z
  .string()
  .trim()
  .max(254)
  .toLowerCase()
  .pipe(z.email('expected an e-mail address, for example ada@example.com'))
  .meta({ format: 'email' });
/** A password that is chosen; one that is shown may be any text. */
const newPassword = z
  .string()
  .min(passwordLimits.least)
  .max(passwordLimits.most)
  .describe(`${passwordLimits.least} to ${passwordLimits.most} characters`);
const password = z.string().min(1).max(passwordLimits.most);
/** What a person is called, as others see it. */
const memberName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((value) => !/[\p{Cc}\p{Surrogate}]/u.test(value), 'holds a character that cannot be shown');
const rowId = z.number().int().min(1).max(2_147_483_647);

/** A person who may sign in. */
export const member = z
  .object({
    id: z.number().int(),
    email: z.string(),
    name: z.string(),
    role,
    last_seen_at: timestampOut
      .nullable()
      .describe('latest request of a session that stands; null: none does'),
    created_at: timestampOut,
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof member>;

/** Somebody who may become a member. */
export const invitation = z
  .object({
    id: z.number().int(),
    email: z.string(),
    role,
    created_by: z.string().describe('name of the actor who invited'),
    expires_at: timestampOut,
    created_at: timestampOut,
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof invitation>;

/** An invitation as it is answered once, to who made it: nothing is mailed. */
export const newInvitation = invitation
  .extend({ token: z.string().describe('opens /sign-up?invitation=…, once; it is not shown again') })
  .meta({ id: 'NewInvitation' });

/** A browser in which a member is signed in. */
export const memberSession = z
  .object({
    id: z.number().int(),
    address: z.string().nullable().describe('where it was signed in from'),
    user_agent: z.string().nullable(),
    current: z.boolean().describe('whether it is the one that asks'),
    last_seen_at: timestampOut,
    expires_at: timestampOut,
    created_at: timestampOut,
  })
  .meta({ id: 'MemberSession' });
export type MemberSession = z.infer<typeof memberSession>;

/** Who asks, and whether that matters. */
export const sessionState = z
  .object({
    auth: z.enum(['on', 'off']).describe('`off`: everybody who reaches this machine may do everything'),
    actor: z.string().describe('`anonymous`, `key:<prefix>` or `member:<e-mail address>`'),
    scopes: z.array(scope).describe('what the caller may do'),
    member: member.pick({ email: true, name: true, role: true }).nullable(),
    expires_at: timestampOut.nullable().describe('when what was shown runs out; null: never'),
    sign_up_open: z.boolean().describe('whether nobody has signed up yet, so that the first one may'),
  })
  .meta({ id: 'SessionState' });

export const signInInput = z.strictObject({ email, password });
export const signUpInput = z.strictObject({
  email: email.optional().describe('of the first member; an invitation brings its own'),
  name: memberName,
  password: newPassword,
  invitation: z
    .string()
    .max(200)
    .optional()
    .describe('token of an invitation; none: become the first member'),
});
export const changePasswordInput = z.strictObject({ current: password, password: newPassword });
export const inviteInput = z.strictObject({
  email,
  role,
  days: z.number().int().min(invitationDays.least).max(invitationDays.most).default(invitationDays.default),
});
export const invitationIdInput = z.strictObject({ id: rowId });
export const memberIdInput = z.strictObject({ id: rowId });
export const setRoleInput = z.strictObject({ id: rowId, role });
export const sessionIdInput = z.strictObject({ id: rowId });
export const readInvitationInput = z.strictObject({ token: z.string().max(200) });
