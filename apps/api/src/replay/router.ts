import { pageOf } from '@apiscope/core/page';
import { curlCommand } from '@apiscope/core/replay/curl-schema';
import {
  compareRunsInput,
  replayOverrides,
  replayPreview,
  replayRun,
  runComparison,
  runIdInput,
} from '@apiscope/core/replay/run-schema';
import {
  listSnapshotsInput,
  type Snapshot,
  snapshot,
  snapshotIdInput,
  snapshotListItem,
} from '@apiscope/core/replay/schema';
import { seenSnapshot as seenSnapshotSchema } from '@apiscope/core/replay/seen-schema';
import { explainUnknownKeys, filterShape, pageShape, searchShape } from '@apiscope/core/search/list-input';
import { parseListQuery } from '@apiscope/core/search/parse';
import { replayRuns } from '@apiscope/core/search/resources/replay-runs';
import { getReplayRun } from '@apiscope/db/replay/get-run';
import { getSnapshot } from '@apiscope/db/replay/get-snapshot';
import { listReplayRuns } from '@apiscope/db/replay/list-runs';
import { listSnapshots } from '@apiscope/db/replay/list-snapshots';
import { seenSnapshot } from '@apiscope/db/replay/seen-snapshot';
import { setPinned } from '@apiscope/db/replay/set-pinned';
import { previewReplay } from '@apiscope/replay/preview-replay';
import { z } from 'zod';
import { audited } from '../access/audited.ts';
import type { Context } from '../trpc/context.ts';
import { procedure, router } from '../trpc/init.ts';
import { compareRuns } from './compare-runs.ts';
import { getCurl } from './get-curl.ts';
import { repeatOverrides } from './repeat-overrides.ts';
import { replayDeps } from './replay-deps.ts';
import { runReplay } from './run-replay.ts';

const tags = ['replay'];

const listRunsInput = z.strictObject(
  {
    ...snapshotIdInput.shape,
    ...pageShape(replayRuns),
    ...searchShape(replayRuns),
    ...filterShape(replayRuns),
  },
  { error: explainUnknownKeys(replayRuns) },
);

export const replayRouter = router({
  list: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/replay', tags, summary: 'List captured requests' },
    })
    .input(listSnapshotsInput)
    .output(pageOf(snapshotListItem))
    .query(({ ctx, input }) => listSnapshots(ctx.deps.db, input)),

  get: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/replay/{id}', tags, summary: 'Get one captured request' },
    })
    .input(snapshotIdInput)
    .output(snapshot)
    .query(({ ctx, input }) => getSnapshot(ctx.deps.db, input.id)),

  pin: procedure
    .meta({
      access: 'operate',
      openapi: {
        method: 'POST',
        path: '/replay/{id}/pin',
        tags,
        summary: 'Keep a captured request beyond retention',
      },
    })
    .input(snapshotIdInput)
    .output(snapshot)
    .mutation(({ ctx, input: { id } }) => pin(ctx, { id, pinned: true })),

  unpin: procedure
    .meta({
      access: 'operate',
      openapi: {
        method: 'POST',
        path: '/replay/{id}/unpin',
        tags,
        summary: 'Leave a captured request to retention again',
      },
    })
    .input(snapshotIdInput)
    .output(snapshot)
    .mutation(({ ctx, input: { id } }) => pin(ctx, { id, pinned: false })),

  curl: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/replay/{id}/curl',
        tags,
        summary: 'Get a captured request as a curl command',
        description:
          'Quoted for POSIX shells. Redacted places are variables of the shell, or `<needs a value: …>`.',
      },
    })
    .input(snapshotIdInput)
    .output(curlCommand)
    .query(({ ctx, input: { id } }) => getCurl(ctx.deps, id)),

  seen: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/replay/{id}/seen',
        tags,
        summary: 'Tell whether an endpoint failed like this before',
        description:
          'Of a captured request with status 400 or above, or without an answer: when the same service and endpoint failed with the same status and message (but for variables) first and before, how often, the newest earlier version of the service with kept requests to the endpoint of which none failed like this, log patterns that read like the message, and the log lines of the same request.',
      },
    })
    .input(snapshotIdInput)
    .output(seenSnapshotSchema)
    .query(({ ctx: { deps }, input: { id } }) => seenSnapshot(deps.db, { id, embedder: deps.embedder })),

  runs: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/replay/{id}/runs',
        tags,
        summary: 'List the replays of a captured request',
      },
    })
    .input(listRunsInput)
    .output(pageOf(replayRun))
    .query(({ ctx, input: { id, ...list } }) =>
      listReplayRuns(ctx.deps.db, id, parseListQuery(replayRuns, list)),
    ),

  run: procedure
    .meta({
      access: 'operate',
      successStatus: 201,
      openapi: {
        method: 'POST',
        path: '/replay/{id}/replay',
        tags,
        summary: 'Send a captured request again',
        description:
          'Answers the stored replay with its diff against the captured answer. A connection that is refused or takes too long is a replay of status `failed`. What is not sent at all is refused with 400 or 403, and the message says why; that refusal is stored as well.',
      },
    })
    .input(z.strictObject({ ...snapshotIdInput.shape, ...replayOverrides.shape }))
    .output(replayRun)
    .mutation(({ ctx, input: { id, ...overrides } }) => runReplay(ctx, { snapshotId: id, overrides })),

  preview: procedure
    .meta({
      access: 'operate',
      openapi: {
        method: 'POST',
        path: '/replay/{id}/preview',
        tags,
        summary: 'Tell what a replay would send, and send nothing',
        description:
          'With the same body as the replay itself: method, URL, headers and body that would be sent, what was redacted and has no value yet, whether it must be confirmed, and why it would be refused.',
      },
    })
    .input(z.strictObject({ ...snapshotIdInput.shape, ...replayOverrides.shape }))
    .output(replayPreview)
    .mutation(({ ctx, input: { id, ...overrides } }) =>
      previewReplay(replayDeps(ctx), { snapshotId: id, overrides }),
    ),

  getRun: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/replay/runs/{id}', tags, summary: 'Get one replay' },
    })
    .input(runIdInput)
    .output(replayRun)
    .query(async ({ ctx, input }) => (await getReplayRun(ctx.deps.db, input.id)).run),

  rerun: procedure
    .meta({
      access: 'operate',
      successStatus: 201,
      mayConflict: true,
      openapi: {
        method: 'POST',
        path: '/replay/runs/{id}/rerun',
        tags,
        summary: 'Repeat a replay',
        description:
          'With the target and the overrides of that replay; what is given goes before them, headers by name. Secrets of its overrides were redacted and must be given anew, and so must `confirm`.',
      },
    })
    .input(z.strictObject({ ...runIdInput.shape, ...replayOverrides.shape }))
    .output(replayRun)
    .mutation(async ({ ctx, input: { id, ...given } }) => {
      const { run } = await getReplayRun(ctx.deps.db, id);
      const overrides = repeatOverrides(run, given);
      return runReplay(ctx, { snapshotId: run.snapshotId, overrides });
    }),

  compare: procedure
    .meta({
      access: 'read',
      mayMiss: true,
      openapi: {
        method: 'GET',
        path: '/replay/runs/compare',
        tags,
        summary: 'Compare the answers of two replays',
      },
    })
    .input(compareRunsInput)
    .output(runComparison)
    .query(({ ctx, input }) => compareRuns(ctx.deps.db, input)),
});

/** What is kept beyond retention, and what is left to it, is a rule about data: the audit log says who set it. */
function pin(ctx: Context, given: { id: number; pinned: boolean }): Promise<Snapshot> {
  return audited(
    ctx,
    (tx) => setPinned(tx, given),
    ({ id }) => ({ action: given.pinned ? 'replay.pin' : 'replay.unpin', subject: `request ${id}` }),
  );
}
