import { pageOf } from '@apiscope/core/page';
import { listInput } from '@apiscope/core/search/list-input';
import { parseListQuery } from '@apiscope/core/search/parse';
import { users } from '@apiscope/core/search/resources/users';
import { createUserInput, updateUserInput, user, userIdInput } from '@apiscope/core/users/schema';
import { createUser } from '@apiscope/db/users/create-user';
import { deleteUser } from '@apiscope/db/users/delete-user';
import { getUser } from '@apiscope/db/users/get-user';
import { listUsers } from '@apiscope/db/users/list-users';
import { updateUser } from '@apiscope/db/users/update-user';
import { audited } from '../access/audited.ts';
import { procedure, router } from '../trpc/init.ts';

const tags = ['users'];

export const usersRouter = router({
  list: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/api/v1/users', tags, summary: 'List users' },
    })
    .input(listInput(users))
    .output(pageOf(user))
    .query(({ ctx, input }) => listUsers(ctx.deps.db, parseListQuery(users, input))),

  get: procedure
    .meta({
      access: 'read',
      openapi: { method: 'GET', path: '/api/v1/users/{id}', tags, summary: 'Get one user' },
    })
    .input(userIdInput)
    .output(user)
    .query(({ ctx, input }) => getUser(ctx.deps.db, input)),

  create: procedure
    .meta({
      access: 'operate',
      successStatus: 201,
      openapi: { method: 'POST', path: '/api/v1/users', tags, summary: 'Create a user' },
    })
    .input(createUserInput)
    .output(user)
    .mutation(({ ctx, input }) => createUser(ctx.deps.db, input, ctx.deps.embedder)),

  update: procedure
    .meta({
      access: 'operate',
      openapi: { method: 'PATCH', path: '/api/v1/users/{id}', tags, summary: 'Change a user' },
    })
    .input(updateUserInput)
    .output(user)
    .mutation(({ ctx, input }) => updateUser(ctx.deps.db, input, ctx.deps.embedder)),

  delete: procedure
    .meta({
      access: 'operate',
      openapi: {
        method: 'DELETE',
        path: '/api/v1/users/{id}',
        tags,
        summary: 'Delete a user',
        description: 'The row is kept but hidden everywhere; deleting it again answers 404.',
      },
    })
    .input(userIdInput)
    .output(user)
    .mutation(({ ctx, input }) =>
      audited(
        ctx,
        (tx) => deleteUser(tx, input),
        ({ id }) => ({ action: 'users.delete', subject: `user ${id}` }),
      ),
    ),
});
