import { AppError } from '@apiscope/core/errors';
import { debugInput, debugRun } from '@apiscope/core/mcp/debug-schema';
import { recordAudit } from '@apiscope/db/access/record-audit';
import { procedure, router } from '../trpc/init.ts';

export const mcpDebugRouter = router({
  run: procedure
    .meta({
      access: 'operate',
      openapi: {
        method: 'POST',
        path: '/mcp-debug',
        tags: ['mcp'],
        summary: 'Talk to an MCP server and see what goes over the wire',
        description:
          'Sends `initialize`, `notifications/initialized`, `tools/list` and, when a tool is named, `tools/call` over Streamable HTTP, through the guard of replay: addresses that are not public are refused unless REPLAY_ALLOWED_CIDRS has them, redirects are not followed. What the server does wrong is a step of the answer, which is 200 all the same.',
      },
    })
    .input(debugInput)
    .output(debugRun)
    .mutation(async ({ ctx: { deps, actor, requestId }, input, signal }) => {
      const { db, clock, redactor, settings } = deps;
      if (!settings.sendsOut)
        throw new AppError(
          'NOT_IMPLEMENTED',
          'nothing is sent to other hosts from here: ask an API that runs as a process',
        );
      await recordAudit(db, {
        actor: actor.name,
        action: 'mcp.debug',
        subject: redactor.url(input.url).slice(0, 500),
        details: { tool: input.tool ?? null },
        requestId,
      });
      const { programVersion, replay } = settings;
      const { debugServer } = await import('./debug-server.ts');
      return debugServer(
        { clock, redactor, allowedCidrs: replay.allowedCidrs, programVersion, signal },
        input,
      );
    }),
});
