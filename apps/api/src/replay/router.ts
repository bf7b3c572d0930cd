import { pageOf } from '@apiscope/core/page';
import { curlCommand } from '@apiscope/core/replay/curl-schema';
import { replayRun } from '@apiscope/core/replay/run-schema';
import {
  listSnapshotsInput,
  snapshot,
  snapshotIdInput,
  snapshotListItem,
} from '@apiscope/core/replay/schema';
import { seenSnapshot as seenSnapshotSchema } from '@apiscope/core/replay/seen-schema';
import { explainUnknownKeys, filterShape, pageShape, searchShape } from '@apiscope/core/search/list-input';
import { parseListQuery } from '@apiscope/core/search/parse';
import { replayRuns } from '@apiscope/core/search/resources/replay-runs';
import { getSnapshot } from '@apiscope/db/replay/get-snapshot';
import { listReplayRuns } from '@apiscope/db/replay/list-runs';
import { listSnapshots } from '@apiscope/db/replay/list-snapshots';
import { seenSnapshot } from '@apiscope/db/replay/seen-snapshot';
import { setPinned } from '@apiscope/db/replay/set-pinned';
import { z } from 'zod';
import { procedure, router } from '../trpc/init.ts';
import { getCurl } from './get-curl.ts';

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
    .mutation(({ ctx, input: { id } }) => setPinned(ctx.deps.db, { id, pinned: true })),

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
    .mutation(({ ctx, input: { id } }) => setPinned(ctx.deps.db, { id, pinned: false })),

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
});
