import { auditEntry } from '@apiscope/core/access/audit-schema';
import { pageOf } from '@apiscope/core/page';
import { listInput } from '@apiscope/core/search/list-input';
import { parseListQuery } from '@apiscope/core/search/parse';
import { audit } from '@apiscope/core/search/resources/audit';
import { listAudit } from '@apiscope/db/access/list-audit';
import { procedure, router } from '../trpc/init.ts';

export const auditRouter = router({
  list: procedure
    .meta({
      access: 'admin',
      openapi: {
        method: 'GET',
        path: '/audit',
        tags: ['audit'],
        summary: 'List who did what',
        description:
          'Written in the transaction that does what it tells of. Nothing changes an entry; old ones go by retention.',
      },
    })
    .input(listInput(audit))
    .output(pageOf(auditEntry))
    .query(({ ctx, input }) => listAudit(ctx.deps.db, parseListQuery(audit, input))),
});
