import {
  apiKey,
  apiKeyWithToken,
  createKeyInput,
  keyIdInput,
  rotateKeyInput,
} from '@apiscope/core/access/key-schema';
import { pageOf } from '@apiscope/core/page';
import { listInput } from '@apiscope/core/search/list-input';
import { parseListQuery } from '@apiscope/core/search/parse';
import { keys } from '@apiscope/core/search/resources/keys';
import { listKeys } from '@apiscope/db/access/list-keys';
import { revokeKey } from '@apiscope/db/access/revoke-key';
import { rotateKey } from '@apiscope/db/access/rotate-key';
import { inTransaction } from '@apiscope/db/client';
import { auditAct } from '../access/audit-act.ts';
import { createKey } from '../access/create-key.ts';
import { makeToken } from '../access/make-token.ts';
import { procedure, router } from '../trpc/init.ts';

const tags = ['keys'];

export const keysRouter = router({
  list: procedure
    .meta({
      access: 'admin',
      openapi: { method: 'GET', path: '/keys', tags, summary: 'List API keys, never their secrets' },
    })
    .input(listInput(keys))
    .output(pageOf(apiKey))
    .query(({ ctx, input }) => listKeys(ctx.deps.db, parseListQuery(keys, input))),

  create: procedure
    .meta({
      access: 'admin',
      successStatus: 201,
      openapi: {
        method: 'POST',
        path: '/keys',
        tags,
        summary: 'Make an API key',
        description:
          'Answers the token this once: only a hash of it is kept. A key that is bound to a service may send data of that service alone; what else its scopes allow is not narrowed by it.',
      },
    })
    .input(createKeyInput)
    .output(apiKeyWithToken)
    .mutation(({ ctx, input }) => {
      const { actor, deps } = ctx;
      return inTransaction(deps.db, async (tx) => {
        const name = deps.redactor.text(input.name);
        const made = await createKey(tx, { ...input, name }, { createdBy: actor.name, clock: deps.clock });
        const { prefix, scopes, service, expiresAt } = made;
        await auditAct(ctx, tx, {
          action: 'keys.create',
          subject: name,
          details: { id: made.id, prefix, scopes, service, expiresAt },
        });
        return made;
      });
    }),

  rotate: procedure
    .meta({
      access: 'admin',
      successStatus: 201,
      mayConflict: true,
      openapi: {
        method: 'POST',
        path: '/keys/{id}/rotate',
        tags,
        summary: 'Give a key another token',
        description:
          'Answers the new token this once. The old one counts for `overlapMinutes` more, by default not at all. A key that was revoked or has expired answers 409.',
      },
    })
    .input(rotateKeyInput)
    .output(apiKeyWithToken)
    .mutation(({ ctx, input: { id, overlapMinutes } }) => {
      const { token, ...kept } = makeToken();
      return inTransaction(ctx.deps.db, async (tx) => {
        const key = await rotateKey(tx, { id, ...kept, overlapMs: overlapMinutes * 60_000 });
        await auditAct(ctx, tx, {
          action: 'keys.rotate',
          subject: key.name,
          details: { id, prefix: key.prefix, overlapMinutes },
        });
        return { ...key, token };
      });
    }),

  revoke: procedure
    .meta({
      access: 'admin',
      mayConflict: true,
      openapi: {
        method: 'POST',
        path: '/keys/{id}/revoke',
        tags,
        summary: 'Revoke a key',
        description:
          'Whoever shows it is refused from the next request on, in every process. It stays in the list, revoked for good.',
      },
    })
    .input(keyIdInput)
    .output(apiKey)
    .mutation(({ ctx, input }) =>
      inTransaction(ctx.deps.db, async (tx) => {
        const key = await revokeKey(tx, input);
        const { id, prefix, name } = key;
        await auditAct(ctx, tx, { action: 'keys.revoke', subject: name, details: { id, prefix } });
        return key;
      }),
    ),
});
