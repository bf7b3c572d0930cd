import {
  createTargetInput,
  listTargetsInput,
  type ReplayTarget,
  replayTarget,
  targetIdInput,
  updateTargetInput,
} from '@apiscope/core/replay/target-schema';
import { createTarget } from '@apiscope/db/replay/targets/create-target';
import { deleteTarget } from '@apiscope/db/replay/targets/delete-target';
import { getTarget } from '@apiscope/db/replay/targets/get-target';
import { listTargets } from '@apiscope/db/replay/targets/list-targets';
import { updateTarget } from '@apiscope/db/replay/targets/update-target';
import { changeHeaders } from '@apiscope/replay/seal/change-headers';
import { z } from 'zod';
import type { Act } from '../access/audit-act.ts';
import { audited } from '../access/audited.ts';
import { procedure, router } from '../trpc/init.ts';
import { headersAfter } from './headers-after.ts';

const tags = ['targets'];
const none = { names: [], sealed: null };

export const targetsRouter = router({
  list: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/targets', tags, summary: 'List targets, by service and name' },
    })
    .input(listTargetsInput)
    .output(z.array(replayTarget))
    .query(({ ctx, input }) => listTargets(ctx.deps.db, input)),

  get: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/targets/{id}', tags, summary: 'Get one target' },
    })
    .input(targetIdInput)
    .output(replayTarget)
    .query(({ ctx, input }) => getTarget(ctx.deps.db, input)),

  create: procedure
    .meta({
      access: 'admin',
      successStatus: 201,
      mayConflict: true,
      openapi: {
        method: 'POST',
        path: '/targets',
        tags,
        summary: 'Add a target',
        description:
          'Captured requests of the service may be sent again to the base URL, and to no other. Addresses that are not public are refused unless `allowedCidrs` has them. Values of `headers` are stored encrypted and never shown; without `APISCOPE_SECRET_KEY` saving them answers 503.',
      },
    })
    .input(createTargetInput)
    .output(replayTarget)
    .mutation(({ ctx, input: { headers = {}, ...target } }) => {
      const { service } = target;
      const sealed = changeHeaders(none, headers, { key: ctx.deps.settings.replay.secretKey, service });
      return audited(ctx, (tx) => createTarget(tx, { ...target, headers: sealed }), toAct('targets.create'));
    }),

  update: procedure
    .meta({
      access: 'admin',
      mayConflict: true,
      openapi: {
        method: 'PATCH',
        path: '/targets/{id}',
        tags,
        summary: 'Change a target',
        description:
          'Changes what is given. Of the headers those that are named are set, or taken away by null; the others stay. A base URL on another host is refused while headers stay: they were given for the old one. The service stays.',
      },
    })
    .input(updateTargetInput)
    .output(replayTarget)
    .mutation(({ ctx, input }) =>
      audited(
        ctx,
        (tx) =>
          updateTarget(tx, {
            ...input,
            headers: (before) => headersAfter(before, input, ctx.deps.settings.replay.secretKey),
          }),
        toAct('targets.update'),
      ),
    ),

  delete: procedure
    .meta({
      access: 'admin',
      openapi: {
        method: 'DELETE',
        path: '/targets/{id}',
        tags,
        summary: 'Delete a target',
        description: 'The row is kept but hidden everywhere; the values of its headers are gone at once.',
      },
    })
    .input(targetIdInput)
    .output(replayTarget)
    .mutation(({ ctx, input }) => audited(ctx, (tx) => deleteTarget(tx, input), toAct('targets.delete'))),
});

function toAct(action: string) {
  return ({ id, service, name, baseUrl, allowedCidrs, lock, headerNames }: ReplayTarget): Act => ({
    action,
    subject: `${name} of ${service}`,
    details: { id, baseUrl, allowedCidrs, lock, headerNames },
  });
}
