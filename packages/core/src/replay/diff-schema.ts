import { z } from 'zod';

/** Kinds of change: `type` covers null against a value; `added` and `removed` a name or item that the other side has not at all. */
export const changeKinds = ['changed', 'type', 'added', 'removed', 'moved'] as const;

/** One place where an answer differs from the one it is compared with. */
export const change = z
  .object({
    path: z
      .string()
      .describe(
        'dotted, as in redactedPaths: `status`, `headers.etag`, `body.items.0.price`; a dot or backslash in a name has a backslash before it',
      ),
    kind: z.enum(changeKinds),
    before: z.unknown().optional().describe('absent for added'),
    after: z.unknown().optional().describe('absent for removed'),
    from: z.number().int().optional().describe('of a moved array item: its place before'),
    to: z.number().int().optional().describe('and after'),
  })
  .meta({ id: 'Change' });
export type Change = z.infer<typeof change>;

/** What differs between two answers. */
export const responseDiff = z
  .object({
    equal: z.boolean().describe('nothing differs but at ignored paths'),
    compared: z
      .enum(['json', 'text', 'hash', 'none'])
      .describe(
        'how bodies were compared: by path, as text, by size and SHA-256, or not at all as neither was kept',
      ),
    changes: z.array(change),
    ignored: z.array(change).describe('changes at ignored paths'),
    more: z.number().int().min(0).describe('changes beyond those listed'),
    notes: z.array(z.string()).describe('what limits the comparison, such as a body that was cut short'),
  })
  .meta({ id: 'ResponseDiff' });
export type ResponseDiff = z.infer<typeof responseDiff>;
