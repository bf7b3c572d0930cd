import type { ClaimBatch } from '@apiscope/db/logs/insert-logs';
import type { Actor } from '../access/actor.ts';
import type { Deps } from '../deps.ts';
import type { Outcome } from './outcome.ts';
import type { Message, MessageName } from './wire/message-types.ts';

/** Who sends a batch, and how it is taken note of in the transaction that stores it. */
export type BatchContext = { actor: Actor; claim: ClaimBatch };

/** Stores what a request of one signal holds, durably, before it answers. @throws AppError FORBIDDEN for another service than the actor's. */
export type TakeBatch<Name extends MessageName> = (
  deps: Deps,
  request: Message<Name>,
  context: BatchContext,
) => Promise<Outcome>;
