import { authRouter } from './access/auth-router.ts';
import { membersRouter } from './access/members-router.ts';
import { sessionRouter } from './access/session-router.ts';
import { auditRouter } from './audit/router.ts';
import { consumersRouter } from './consumers/router.ts';
import { healthRouter } from './health/router.ts';
import { infoRouter } from './info/router.ts';
import { importRouter } from './ingest/import-router.ts';
import { ingestRouter } from './ingest/router.ts';
import { keysRouter } from './keys/router.ts';
import { logsRouter } from './logs/router.ts';
import { mcpDebugRouter } from './mcp-debug/router.ts';
import { metricsRouter } from './metrics/router.ts';
import { redactionRouter } from './redaction/router.ts';
import { replayRouter } from './replay/router.ts';
import { versionsRouter } from './replay/versions-router.ts';
import { retentionRouter } from './retention/router.ts';
import { servicesRouter } from './services/router.ts';
import { setsRouter } from './sets/router.ts';
import { targetsRouter } from './targets/router.ts';
import { tracesRouter } from './traces/router.ts';
import { router } from './trpc/init.ts';
import { usersRouter } from './users/router.ts';
import { viewsRouter } from './views/router.ts';
import { workerRouter } from './worker/router.ts';

/** The table of contents of the API: every procedure, served over tRPC and, where its meta says so, over REST. */
export const appRouter = router({
  users: usersRouter,
  logs: logsRouter,
  metrics: metricsRouter,
  consumers: consumersRouter,
  replay: replayRouter,
  sets: setsRouter,
  versions: versionsRouter,
  traces: tracesRouter,
  worker: workerRouter,
  retention: retentionRouter,
  redaction: redactionRouter,
  services: servicesRouter,
  targets: targetsRouter,
  views: viewsRouter,
  ingest: ingestRouter,
  import: importRouter,
  mcpDebug: mcpDebugRouter,
  keys: keysRouter,
  audit: auditRouter,
  auth: authRouter,
  session: sessionRouter,
  members: membersRouter,
  health: healthRouter,
  info: infoRouter,
});

export type AppRouter = typeof appRouter;
