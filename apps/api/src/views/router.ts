import { pageOf } from '@apiscope/core/page';
import { listInput } from '@apiscope/core/search/list-input';
import { parseListQuery } from '@apiscope/core/search/parse';
import { views } from '@apiscope/core/search/resources/views';
import { parseView, parseViewChanges } from '@apiscope/core/views/parse-view';
import { createViewInput, updateViewInput, type View, view, viewIdInput } from '@apiscope/core/views/schema';
import { createView } from '@apiscope/db/views/create-view';
import { deleteView } from '@apiscope/db/views/delete-view';
import { getView } from '@apiscope/db/views/get-view';
import { listViews } from '@apiscope/db/views/list-views';
import { updateView } from '@apiscope/db/views/update-view';
import type { Act } from '../access/audit-act.ts';
import { audited } from '../access/audited.ts';
import { procedure, router } from '../trpc/init.ts';

const tags = ['views'];

export const viewsRouter = router({
  list: procedure
    .meta({ access: 'read', openapi: { method: 'GET', path: '/views', tags, summary: 'List saved views' } })
    .input(listInput(views))
    .output(pageOf(view))
    .query(({ ctx, input }) => listViews(ctx.deps.db, parseListQuery(views, input))),

  get: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/views/{id}', tags, summary: 'Get one saved view' },
    })
    .input(viewIdInput)
    .output(view)
    .query(({ ctx, input }) => getView(ctx.deps.db, input)),

  create: procedure
    .meta({
      access: 'operate',
      successStatus: 201,
      mayConflict: true,
      openapi: {
        method: 'POST',
        path: '/views',
        tags,
        summary: 'Save a view',
        description:
          'Keeps what a page shows under a name: filters, search and order, columns, range and service. Filter and columns are checked against the fields of the resource. A name that another view of the resource has answers 409.',
      },
    })
    .input(createViewInput)
    .output(view)
    .mutation(({ ctx, input }) => {
      const parsed = parseView(input);
      return audited(ctx, (tx) => createView(tx, parsed), toAct('views.create'));
    }),

  update: procedure
    .meta({
      access: 'operate',
      mayConflict: true,
      openapi: {
        method: 'PATCH',
        path: '/views/{id}',
        tags,
        summary: 'Change a saved view',
        description: 'Changes what is given; `range` and `service` are cleared by null. The resource stays.',
      },
    })
    .input(updateViewInput)
    .output(view)
    .mutation(({ ctx, input: { id, ...input } }) =>
      audited(
        ctx,
        async (tx) => {
          const { resource } = await getView(tx, { id });
          return updateView(tx, { id, ...parseViewChanges(resource, input) });
        },
        toAct('views.update', Object.keys(input)),
      ),
    ),

  delete: procedure
    .meta({
      access: 'operate',
      openapi: {
        method: 'DELETE',
        path: '/views/{id}',
        tags,
        summary: 'Delete a saved view',
        description: 'The row is kept but hidden everywhere, and its name is free again.',
      },
    })
    .input(viewIdInput)
    .output(view)
    .mutation(({ ctx, input }) => audited(ctx, (tx) => deleteView(tx, input), toAct('views.delete'))),
});

function toAct(action: string, changed?: string[]) {
  return ({ id, name, resource }: View): Act => ({
    action,
    subject: name,
    details: { id, resource, ...(changed && { changed }) },
  });
}
