import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '@apiscope/core/clock';
import { AppError } from '@apiscope/core/errors';
import type { NewId } from '@apiscope/core/ids';
import { tapBody } from '@apiscope/core/replay/tap-body';
import { keepsUtc } from '@apiscope/db/health/keeps-utc';
import type { DestinationStream } from 'pino';
import { createApp } from '../../app.ts';
import type { Deps } from '../../deps.ts';
import type { Env } from '../../env.ts';
import { failureResponse } from '../../http/envelope.ts';
import { type Lasting, openDeps, openLasting } from '../../open-deps.ts';
import { refuseStream } from '../refuse-stream.ts';
import { type Bindings, readBindings } from './read-bindings.ts';
import { peerAddressOf, readPlace } from './read-place.ts';

/** Connections a request may hold; the platform allows six, of which one looks for migrations. */
const maxConnections = 2;
/** How long redaction rules count as new, ms. */
const rulesFor = 2_000;
/** Longest that what a request captured is tried to be delivered, ms; the platform ends everything 30 s after the answer. */
const deliverWithin = 15_000;

/** What the platform gives with a request. */
export type ExecutionContext = { waitUntil(work: Promise<unknown>): void };

export type Fetch = (request: Request, bindings: Bindings, context: ExecutionContext) => Promise<Response>;

/**
 * Serves the app to a Worker. What a request opens ends with it, since the platform lets no other use it: each has connections and buffers of
 * its own. Its answer is not held up by what it captured, which is delivered behind it.
 */
export function createFetch({
  clock,
  newId,
  stdout,
}: {
  clock: Clock;
  newId: NewId;
  stdout: DestinationStream;
}): Fetch {
  let opened: { env: Env; lasting: Lasting } | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let isZoneWrong = false;

  const open = (bindings: Bindings) => {
    const env = readBindings(bindings);
    return { env, lasting: openLasting(env) };
  };

  /** Looks, now and then, for what a process hears of or finds out as it starts. */
  const look = async ({ rules, db }: Deps): Promise<void> => {
    if (clock.now() - lookedAt < rulesFor) return;
    lookedAt = clock.now();
    await rules.look();
    // A database that is away says nothing of its time zone, and is the request's to tell of.
    isZoneWrong = !(await keepsUtc(db).catch(() => true));
  };

  const serve = async (request: Request, deps: Deps): Promise<Response> => {
    await look(deps);
    if (isZoneWrong) return failureResponse(new AppError('SERVICE_UNAVAILABLE', wrongZone));
    return refuseStream(await createApp(deps).fetch(request, { peerAddress: peerAddressOf(request) }));
  };

  return async (request, bindings, context) => {
    try {
      opened ??= open(bindings);
    } catch (error) {
      stdout.write(`apiscope api: ${error instanceof Error ? error.message : String(error)}`);
      return failureResponse(new AppError('SERVICE_UNAVAILABLE', wrongSettings));
    }
    const { env, lasting } = opened;
    const { deps, close } = await openDeps(env, {
      clock,
      newId,
      stdout,
      maxConnections,
      lasting,
      lookUp: readPlace(request),
      sendsOut: false,
    });
    const { answer, ended } = follow(await serve(request, deps));
    context.waitUntil(ended.then(() => close(deliverWithin)));
    return answer;
  };
}

const wrongSettings = 'the settings of this Worker are wrong; its log names them';
const wrongZone =
  "moments would be stored wrong: set the time zone of the database's role, ALTER ROLE … SET timezone TO 'UTC'";

/** An answer, and the moment when it has been taken, or was given up. */
function follow(response: Response): { answer: Response; ended: Promise<void> } {
  if (response.body === null) return { answer: response, ended: nextTurn() };
  let end = () => {};
  const taken = new Promise<void>((resolve) => {
    end = resolve;
  });
  const { stream } = tapBody(response.body, { keep: 0, onEnd: end });
  return { answer: new Response(stream, response), ended: taken.then(() => nextTurn()) };
}
