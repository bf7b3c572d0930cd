import { pageOf } from '@apiscope/core/page';
import { parseSet, parseSetChanges } from '@apiscope/core/replay/parse-set';
import {
  setRun,
  setRunDetail,
  setRunIdInput,
  setSend,
  startSetInput,
} from '@apiscope/core/replay/set-run-schema';
import {
  createSetInput,
  previewSetInput,
  type ReplaySet,
  replaySet,
  setCount,
  setIdInput,
  updateSetInput,
} from '@apiscope/core/replay/set-schema';
import {
  explainUnknownKeys,
  filterShape,
  listInput,
  pageShape,
  searchShape,
} from '@apiscope/core/search/list-input';
import { parseListQuery } from '@apiscope/core/search/parse';
import { replaySends } from '@apiscope/core/search/resources/replay-sends';
import { replaySetRuns } from '@apiscope/core/search/resources/replay-set-runs';
import { replaySets } from '@apiscope/core/search/resources/replay-sets';
import { createSet } from '@apiscope/db/replay/sets/create-set';
import { deleteSet } from '@apiscope/db/replay/sets/delete-set';
import { getSet } from '@apiscope/db/replay/sets/get-set';
import { listSends } from '@apiscope/db/replay/sets/list-sends';
import { listSetRuns } from '@apiscope/db/replay/sets/list-set-runs';
import { listSets } from '@apiscope/db/replay/sets/list-sets';
import { updateSet } from '@apiscope/db/replay/sets/update-set';
import { getView } from '@apiscope/db/views/get-view';
import { z } from 'zod';
import type { Act } from '../access/audit-act.ts';
import { audited } from '../access/audited.ts';
import { procedure, router } from '../trpc/init.ts';
import { countSet } from './count-set.ts';
import { getRun } from './get-run.ts';
import { startRun } from './start-run.ts';
import { steerRun } from './steer-run.ts';

const tags = ['sets'];

const listRunsInput = z.strictObject(
  {
    ...setIdInput.shape,
    ...pageShape(replaySetRuns),
    ...searchShape(replaySetRuns),
    ...filterShape(replaySetRuns),
  },
  { error: explainUnknownKeys(replaySetRuns) },
);
const listSendsInput = z.strictObject(
  {
    ...setRunIdInput.shape,
    ...pageShape(replaySends),
    ...searchShape(replaySends),
    ...filterShape(replaySends),
  },
  { error: explainUnknownKeys(replaySends) },
);

export const setsRouter = router({
  list: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/replay/sets', tags, summary: 'List replay sets' },
    })
    .input(listInput(replaySets))
    .output(pageOf(replaySet))
    .query(({ ctx, input }) => listSets(ctx.deps.db, parseListQuery(replaySets, input))),

  get: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/replay/sets/{id}', tags, summary: 'Get one replay set' },
    })
    .input(setIdInput)
    .output(replaySet)
    .query(({ ctx, input }) => getSet(ctx.deps.db, input)),

  create: procedure
    .meta({
      access: 'operate',
      successStatus: 201,
      mayConflict: true,
      mayMiss: true,
      openapi: {
        method: 'POST',
        path: '/replay/sets',
        tags,
        summary: 'Make a replay set',
        description:
          'Captured requests of a service that pass a filter, to be replayed together. `view` takes filter, range and service of a saved view where they are not given. A name that another set has answers 409.',
      },
    })
    .input(createSetInput)
    .output(replaySet)
    .mutation(async ({ ctx, input: { view, ...input } }) => {
      const from = view === undefined ? null : await getView(ctx.deps.db, { id: view });
      const set = parseSet(input, from);
      return audited(ctx, (tx) => createSet(tx, set), toAct('sets.create'));
    }),

  update: procedure
    .meta({
      access: 'operate',
      mayConflict: true,
      openapi: {
        method: 'PATCH',
        path: '/replay/sets/{id}',
        tags,
        summary: 'Change a replay set',
        description:
          'Changes what is given; `range` and `target` are cleared by null. Runs that were started keep what they were started with.',
      },
    })
    .input(updateSetInput)
    .output(replaySet)
    .mutation(({ ctx, input: { id, ...input } }) => {
      const changes = parseSetChanges(input);
      return audited(
        ctx,
        (tx) => updateSet(tx, { id, ...changes }),
        toAct('sets.update', Object.keys(input)),
      );
    }),

  delete: procedure
    .meta({
      access: 'operate',
      openapi: {
        method: 'DELETE',
        path: '/replay/sets/{id}',
        tags,
        summary: 'Delete a replay set',
        description:
          'It is hidden with its runs, and its name is free again. A run that goes on is cancelled.',
      },
    })
    .input(setIdInput)
    .output(replaySet)
    .mutation(({ ctx, input }) => audited(ctx, (tx) => deleteSet(tx, input), toAct('sets.delete'))),

  count: procedure
    .meta({
      access: 'operate',
      openapi: {
        method: 'POST',
        path: '/replay/sets/{id}/count',
        tags,
        summary: 'Tell what a run would send and refuse, without sending anything',
      },
    })
    .input(setIdInput)
    .output(setCount)
    .mutation(async ({ ctx: { deps }, input }) => countSet(deps, await getSet(deps.db, input))),

  preview: procedure
    .meta({
      access: 'operate',
      mayMiss: true,
      openapi: {
        method: 'POST',
        path: '/replay/sets/count',
        tags,
        summary: 'Tell what a run of a set that is not made yet would send and refuse',
      },
    })
    .input(previewSetInput)
    .output(setCount)
    .mutation(async ({ ctx: { deps }, input: { view, ...input } }) => {
      const from = view === undefined ? null : await getView(deps.db, { id: view });
      return countSet(deps, parseSet({ ...input, name: input.name ?? '' }, from));
    }),

  learn: procedure
    .meta({
      access: 'operate',
      successStatus: 201,
      openapi: {
        method: 'POST',
        path: '/replay/sets/{id}/learn',
        tags,
        summary: 'Learn what differs by itself',
        description:
          'Sends every request of the set twice to the same target. When the run is done, the paths at which the two answers differ are the noise paths of the set, in place of those before. The status is never noise.',
      },
    })
    .input(startSetInput)
    .output(setRun)
    .mutation(({ ctx, input }) => startRun(ctx, { ...input, kind: 'learn' })),

  start: procedure
    .meta({
      access: 'operate',
      successStatus: 201,
      openapi: {
        method: 'POST',
        path: '/replay/sets/{id}/runs',
        tags,
        summary: 'Run a replay set',
        description:
          'Writes down the requests that pass the filter now; a job sends each of them at most once.',
      },
    })
    .input(startSetInput)
    .output(setRun)
    .mutation(({ ctx, input }) => startRun(ctx, { ...input, kind: 'check' })),

  runs: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/replay/sets/{id}/runs',
        tags,
        summary: 'List the runs of a replay set',
      },
    })
    .input(listRunsInput)
    .output(pageOf(setRun))
    .query(({ ctx, input: { id, ...list } }) =>
      listSetRuns(ctx.deps.db, id, parseListQuery(replaySetRuns, list)),
    ),

  run: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/replay/sets/runs/{id}',
        tags,
        summary: 'Get a run of a replay set with its progress and, once it is over, its report',
      },
    })
    .input(setRunIdInput)
    .output(setRunDetail)
    .query(({ ctx, input }) => getRun(ctx.deps, input.id)),

  sends: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/replay/sets/runs/{id}/sends',
        tags,
        summary: 'List the requests of a run with what came of each',
      },
    })
    .input(listSendsInput)
    .output(pageOf(setSend))
    .query(({ ctx, input: { id, ...list } }) =>
      listSends(ctx.deps.db, id, parseListQuery(replaySends, list)),
    ),

  pause: steer('pause', 'Pause a run: no further request is begun'),
  resume: steer('resume', 'Let a paused run go on'),
  cancel: steer('cancel', 'Cancel a run: no further request is begun, ever'),
});

function toAct(action: string, changed?: string[]) {
  return ({ id, name, service }: ReplaySet): Act => ({
    action,
    subject: name,
    details: { id, service, ...(changed && { changed }) },
  });
}

function steer(move: 'pause' | 'resume' | 'cancel', summary: string) {
  return procedure
    .meta({
      access: 'operate',
      mayConflict: true,
      openapi: { method: 'POST', path: `/replay/sets/runs/{id}/${move}`, tags, summary },
    })
    .input(setRunIdInput)
    .output(setRun)
    .mutation(({ ctx, input }) =>
      audited(
        ctx,
        (tx) => steerRun(tx, { id: input.id, move }),
        ({ id, setId }) => ({ action: `sets.${move}`, subject: `run ${id}`, details: { setId } }),
      ),
    );
}
