import { safeText } from '@apiscope/core/logs/safe-json';
import type { OutgoingRequest } from '@apiscope/core/replay/build-request';
import type { Answer } from '@apiscope/core/replay/diff/answer';
import { diffResponses } from '@apiscope/core/replay/diff/diff-responses';
import type { ReplayOverrides, ReplayRun } from '@apiscope/core/replay/run-schema';
import type { WholeSnapshot } from '@apiscope/core/replay/schema';
import { getWholeSnapshot } from '@apiscope/db/replay/get-whole-snapshot';
import { insertReplayRun, type NewReplayRun } from '@apiscope/db/replay/insert-run';
import { type SendResult, sendRequest } from '../send/send-request.ts';
import type { Destination } from './choose-destination.ts';
import { describeAnswer } from './describe-answer.ts';
import { planReplay, type ReplayRefusal } from './plan-replay.ts';
import { redactAnswer } from './redact-answer.ts';
import { redactOverrides } from './redact-overrides.ts';
import { redactRequest } from './redact-request.ts';
import type { ReplayDeps } from './replay-deps.ts';
import { sendInProcess } from './send-in-process.ts';
import { storableDiff } from './storable-diff.ts';

/** Milliseconds that a replay may take, from the look-up of the name to the last byte. */
const timeoutMs = 30_000;
/** Bytes of an answer that are read; 64 KiB of a text are kept, anything else is hashed. */
const maxBytes = 8 * 1024 * 1024;

export type ReplayInput = {
  snapshotId: number;
  overrides: ReplayOverrides;
  /** Who asks for it. */
  actor: string;
  /** Run of a set that it belongs to. */
  setRunId?: number | null;
};

/**
 * Sends a captured request again and stores what came of it: an answer with its difference from the captured one, no answer, or a
 * refusal with its reason. Secrets are redacted before anything is stored.
 * @throws AppError NOT_FOUND when there is no such snapshot; whatever the other side does is a result.
 */
export async function attemptReplay(
  deps: ReplayDeps,
  { snapshotId, overrides, actor, setRunId = null }: ReplayInput,
): Promise<{ run: ReplayRun; refusal: ReplayRefusal | null }> {
  const { db, redactor } = deps;
  const snapshot = await getWholeSnapshot(db, snapshotId);
  const plan = await planReplay(deps, { snapshot, overrides, key: deps.newId() });
  const asked = { ...nothing, snapshotId, actor, setRunId, overrides: redactOverrides(redactor, overrides) };
  const store = (outcome: Partial<NewReplayRun> & Pick<NewReplayRun, 'status'>) =>
    insertReplayRun(db, {
      ...asked,
      ...targetOf(plan.destination),
      ...outcome,
      error: outcome.error ? safeText(outcome.error) : null,
    });

  if (plan.built === null) {
    const { refusal } = plan;
    return { run: await store({ status: 'refused', error: refusal.reason }), refusal };
  }
  const { destination, built } = plan;
  const { request, idempotencyKey } = built;
  const shown = redactRequest(redactor, request, { hidden: Object.keys(destination.headers) });
  const sent = {
    method: shown.method,
    url: shown.url,
    requestHeaders: shown.headers,
    requestBody: shown.body,
    idempotencyKey,
  };
  const result = await send(deps, destination, request);
  if (result.outcome === 'refused') {
    const run = await store({ ...sent, status: 'refused', error: result.reason });
    return { run, refusal: { code: 'FORBIDDEN', parameter: 'target', reason: result.reason } };
  }
  const { address, timing } = result;
  const reached = { ...sent, address, timing, duration: timing.total };
  if (result.outcome === 'failed')
    return { run: await store({ ...reached, status: 'failed', error: result.error }), refusal: null };
  const compared = compare(deps, { snapshot, result, ignore: overrides.ignore ?? [] });
  return { run: await store({ ...reached, ...compared, status: 'done' }), refusal: null };
}

function send(deps: ReplayDeps, destination: Destination, request: OutgoingRequest): Promise<SendResult> {
  const { clock, own } = deps;
  if (destination.kind === 'target')
    return sendRequest(request, { allowed: destination.allowed, timeoutMs, maxBytes, clock });
  if (own === null) throw new Error('this process does not answer requests');
  return sendInProcess(request, { own, timeoutMs, maxBytes, clock });
}

/** The answer as it is kept, with its difference from the captured one. */
function compare(
  { redactor }: ReplayDeps,
  {
    snapshot,
    result,
    ignore,
  }: {
    snapshot: WholeSnapshot;
    result: Extract<SendResult, { outcome: 'answered' }>;
    ignore: readonly string[];
  },
): Partial<NewReplayRun> {
  const { statusCode, headers, body, truncated } = result;
  const { text, info } =
    // The headers of an answer to HEAD are those of the body that is left out.
    snapshot.method.toUpperCase() === 'HEAD'
      ? { text: null, info: null }
      : describeAnswer({ headers, body, isCut: truncated });
  const after = redactAnswer(redactor, {
    statusCode,
    headers,
    body: text,
    bodyInfo: info,
  });
  const before = redactAnswer(redactor, capturedAnswer(snapshot));
  const diff = storableDiff(diffResponses(before, after, { ignore }));
  return {
    statusCode,
    responseHeaders: after.headers,
    responseBody: after.body,
    responseBodyInfo: after.bodyInfo,
    diff,
    equal: diff.equal,
  };
}

function capturedAnswer({
  statusCode,
  responseHeaders,
  responseBody,
  responseBodyInfo,
}: WholeSnapshot): Answer {
  return { statusCode, headers: responseHeaders, body: responseBody, bodyInfo: responseBodyInfo };
}

function targetOf(destination: Destination | null): Pick<NewReplayRun, 'target' | 'targetId'> {
  return destination?.kind === 'target'
    ? { target: destination.name, targetId: destination.id }
    : { target: null, targetId: null };
}

/** A replay of which nothing is known yet. */
const nothing = {
  target: null,
  targetId: null,
  method: null,
  url: null,
  requestHeaders: null,
  requestBody: null,
  idempotencyKey: null,
  address: null,
  statusCode: null,
  duration: null,
  timing: null,
  responseHeaders: null,
  responseBody: null,
  responseBodyInfo: null,
  diff: null,
  equal: null,
  error: null,
} satisfies Partial<NewReplayRun>;
