import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';
import { type SecretShape, secretShapes } from './rules.ts';

/** Bounds of rules of one's own. */
export const ruleLimits = {
  /** Names, and as many exceptions. */
  names: 500,
  /** Characters of a name: no more of a name is looked at. */
  length: 120,
  /** Letters that the end of a word must name at least, so that `*e` does not hide everything. */
  wordEnd: 3,
} as const;

const name = z
  .string()
  .trim()
  .min(1, 'a name must not be empty')
  .max(ruleLimits.length, `a name has at most ${ruleLimits.length} characters`)
  .regex(
    /^[=*]?[\p{L}\p{N} _.-]+$/u,
    'letters, digits, blanks and _ . - only, after = (the whole name) or * (the end of its last word) if need be',
  )
  .refine((text) => /\p{L}/u.test(text), 'a name needs a letter: digits and signs do not count')
  .refine(
    (text) => !text.startsWith('*') || (text.match(/\p{L}/gu)?.length ?? 0) >= ruleLimits.wordEnd,
    `after * at least ${ruleLimits.wordEnd} letters are needed`,
  );

const names = z.array(name).max(ruleLimits.names, `at most ${ruleLimits.names} names`);
const shapes = z.strictObject(
  Object.fromEntries(secretShapes.map((shape) => [shape, z.boolean().optional()])) as Record<
    SecretShape,
    z.ZodOptional<z.ZodBoolean>
  >,
);

const own = {
  names: names.describe('names whose value is a secret, beside the built-in ones'),
  except: names.describe('names that are no secret although a rule fits, built-in ones too'),
  shapes: shapes.describe('shapes switched off with false; those left out are on'),
};

/** Rules of one's own: they extend the built-in ones, and only `except` and `shapes` relax these. */
export const ownRules = z.strictObject(own);
export type OwnRules = z.infer<typeof ownRules>;

/** What is to hold from now on, whole: what is left out of the lists no longer holds. */
export const setRulesInput = z.strictObject({
  ...own,
  basedOn: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe('the version that was edited; 409 when another one holds by now'),
});

/** Rules as they were at a time. Version 0: the built-in ones alone. */
export const rulesVersion = z
  .object({
    version: z.number().int(),
    ...own,
    actor: z.string().nullable(),
    created_at: timestampOut.nullable(),
  })
  .meta({ id: 'RedactionRulesVersion' });
export type RulesVersion = z.infer<typeof rulesVersion>;

/** The rules in force, what they extend, and what held before. */
export const rulesOverview = z
  .object({
    current: rulesVersion,
    inForce: z.number().int().describe('version that the answering process redacts with'),
    builtIn: z.object({ names: z.array(z.string()), except: z.array(z.string()) }),
    versions: z.array(rulesVersion).describe('the newest 50, newest first'),
  })
  .meta({ id: 'RedactionRules' });
export type RulesOverview = z.infer<typeof rulesOverview>;
