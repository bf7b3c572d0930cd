import { z } from 'zod';
import { timestampOut } from '../timestamp-schema.ts';

/** Days that the audit log is kept: longer than anything that it tells of, and no policy shortens it. */
export const auditDays = 365;

/** A line of the audit log: who did what to what. */
export const auditEntry = z
  .object({
    id: z.number().int(),
    actor: z.string().describe('`anonymous`, `key:<prefix>` or `member:<e-mail address>`'),
    action: z.string().describe('thing and verb in the words of the API, `keys.create`'),
    subject: z.string().nullable().describe('what it was done to'),
    details: z.record(z.string(), z.unknown()).describe('what else is worth knowing; never a secret'),
    requestId: z.string().nullable(),
    created_at: timestampOut,
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntry>;
