import { previewInput, redactionPreview } from '@apiscope/core/redact/preview-schema';
import { rulesOverview, setRulesInput } from '@apiscope/core/redact/rules-schema';
import { scrubbedTables, scrubRun, scrubRuns } from '@apiscope/core/redact/scrub-schema';
import { listScrubs } from '@apiscope/db/redaction/list-scrubs';
import { setRules } from '@apiscope/db/redaction/set-rules';
import { z } from 'zod';
import { audited } from '../access/audited.ts';
import { procedure, router } from '../trpc/init.ts';
import { getRulesOverview } from './get-rules-overview.ts';
import { previewRedaction } from './preview-redaction.ts';
import { startScrub } from './start-scrub.ts';

const tags = ['redaction'];

export const redactionRouter = router({
  rules: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/redaction/rules',
        tags,
        summary: 'What is redacted, and what was before',
        description: 'The rules set here, the built-in ones that they extend, and the versions before.',
      },
    })
    .input(z.strictObject({}).optional())
    .output(rulesOverview)
    .query(({ ctx }) => getRulesOverview(ctx.deps)),

  setRules: procedure
    .meta({
      access: 'admin',
      mayConflict: true,
      openapi: {
        method: 'PUT',
        path: '/redaction/rules',
        tags,
        summary: 'Set what is redacted beside the built-in rules',
        description:
          'Holds in every process within seconds, without a restart, for what comes from then on; POST /redaction/scrubs rewrites what is stored. Built-in names stay; only `except` and `shapes` relax them.',
      },
    })
    .input(setRulesInput)
    .output(rulesOverview)
    .mutation(async ({ ctx, input }) => {
      const { deps, actor } = ctx;
      await audited(
        ctx,
        (tx) => setRules(tx, { ...input, actor: actor.name }),
        ({ version }) => ({
          action: 'redaction.setRules',
          subject: `version ${version}`,
          // As texts: under keys of their own the redactor would take names of secrets for secrets.
          details: { names: input.names.length, except: input.except.length, shapes: input.shapes },
        }),
      );
      await deps.rules.look();
      return getRulesOverview(deps);
    }),

  scrubs: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/redaction/scrubs',
        tags,
        summary: 'Rewritings of history, and how far they are',
      },
    })
    .input(z.strictObject({}).optional())
    .output(scrubRuns)
    .query(async ({ ctx }) => ({
      tables: [...scrubbedTables],
      runs: await listScrubs(ctx.deps.db, { limit: 20 }),
    })),

  scrub: procedure
    .meta({
      access: 'admin',
      successStatus: 201,
      mayConflict: true,
      openapi: {
        method: 'POST',
        path: '/redaction/scrubs',
        tags,
        summary: 'Rewrite what is stored with the rules in force',
        description:
          'Logs, patterns, captured requests, replays, jobs and saved views, in the background and in small batches. What is replaced is gone for good. 409 while one runs.',
      },
    })
    .input(z.strictObject({}).optional())
    .output(scrubRun)
    .mutation(({ ctx }) =>
      audited(ctx, startScrub, ({ id, rulesVersion }) => ({
        action: 'redaction.scrub',
        subject: `scrub ${id}`,
        details: { rulesVersion },
      })),
    ),

  preview: procedure
    .meta({
      access: 'operate',
      mayMiss: true,
      openapi: {
        method: 'POST',
        path: '/redaction/preview',
        tags,
        summary: 'What each sink would keep',
        description:
          'Of a pasted exchange, a text, or a captured request as it is stored, with the rules in force or with rules to try. Nothing of it is stored or logged. Bodies and texts have at most 65,536 characters.',
      },
    })
    .input(previewInput)
    .output(redactionPreview)
    .mutation(({ ctx, input }) => previewRedaction(ctx.deps, input)),
});
