import {
  retentionOverview,
  retentionPolicy,
  retentionPolicyInput,
  retentionPreviewInput,
  retentionTarget,
} from '@apiscope/core/retention/schema';
import { withPolicy } from '@apiscope/core/retention/to-keep-rules';
import { deletePolicy } from '@apiscope/db/retention/delete-policy';
import { listPolicies } from '@apiscope/db/retention/list-policies';
import { updatePolicy } from '@apiscope/db/retention/update-policy';
import { z } from 'zod';
import { audited } from '../access/audited.ts';
import { procedure, router } from '../trpc/init.ts';
import { describePolicy } from './describe-policy.ts';
import { getOverview } from './get-overview.ts';

const tags = ['retention'];

export const retentionRouter = router({
  get: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/retention',
        tags,
        summary: 'What is kept, for how long, and how much there is',
        description:
          'Sizes are exact. Row numbers of large tables are taken from a sample and then say so. Days end at 00:00 UTC, and the run of cleanup_logs takes whole days.',
      },
    })
    .input(z.strictObject({}).optional())
    .output(retentionOverview)
    .query(({ ctx }) => getOverview(ctx.deps)),

  preview: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/retention/preview',
        tags,
        summary: 'What the next run would let go of if days were set',
        description: 'Without `days` as if the days that were set were taken back. Changes nothing.',
      },
    })
    .input(retentionPreviewInput)
    .output(retentionPolicy)
    .query(async ({ ctx: { deps }, input: { kind, service = null, days = null } }) =>
      describePolicy(
        deps,
        { kind, service },
        withPolicy(await listPolicies(deps.db), { kind, service, days }),
      ),
    ),

  set: procedure
    .meta({
      access: 'admin',
      openapi: {
        method: 'PUT',
        path: '/retention',
        tags,
        summary: 'Set the days of a kind, or of one service',
        description: 'Holds from the next run on; the answer says what that will let go of.',
      },
    })
    .input(retentionPolicyInput)
    .output(retentionPolicy)
    .mutation(async ({ ctx, input: { kind, service = null, days } }) => {
      const { deps } = ctx;
      await audited(
        ctx,
        (tx) => updatePolicy(tx, { kind, service, days }),
        () => ({ action: 'retention.set', subject: nameOf(kind, service), details: { days } }),
      );
      return describePolicy(deps, { kind, service }, await listPolicies(deps.db));
    }),

  reset: procedure
    .meta({
      access: 'admin',
      mayMiss: true,
      openapi: {
        method: 'DELETE',
        path: '/retention',
        tags,
        summary: 'Take back the days that were set',
        description:
          'The default of the environment holds again, for a service the days of its kind. 404 when none were set.',
      },
    })
    .input(retentionTarget)
    .output(retentionPolicy)
    .mutation(async ({ ctx, input: { kind, service = null } }) => {
      const { deps } = ctx;
      await audited(
        ctx,
        (tx) => deletePolicy(tx, { kind, service }),
        () => ({ action: 'retention.reset', subject: nameOf(kind, service) }),
      );
      return describePolicy(deps, { kind, service }, await listPolicies(deps.db));
    }),
});

function nameOf(kind: string, service: string | null): string {
  return service === null ? kind : `${kind} of ${service}`;
}
