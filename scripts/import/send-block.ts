import type { Entry } from '../../packages/core/src/ingest/assemble-entries.ts';
import type { ImportedLine } from '../../packages/core/src/ingest/parsed-line.ts';
import {
  type IngestRequestsInput,
  type IngestRequestsOutput,
  maxIngestRequests,
} from '../../packages/core/src/ingest/schema.ts';
import { type ImportContext, toImportedLines } from '../../packages/core/src/ingest/to-imported-lines.ts';
import { batchIdOf } from '../../packages/db/src/batch-id.ts';
import type { ApiAnswer, ApiClient, ApiError } from './api-client.ts';
import { type Block, packBatches } from './read-blocks.ts';

/** A line the server would not take. */
export type Rejection = { readonly line: number; readonly message: string };

/** What became of a block. */
export type BlockOutcome = {
  readonly logs: number;
  readonly requests: number;
  /** Requests the server had from an earlier run. */
  readonly knownRequests: number;
  readonly rejected: readonly Rejection[];
  /** Log batches that may be stored twice, as an answer was lost on the way. */
  readonly doubtful: number;
  /** Times of the rows, epoch ms, and the services they belong to. */
  readonly times: readonly number[];
  readonly requestTimes: readonly number[];
  readonly services: ReadonlySet<string>;
};

/** The server refuses to work for us at all: wrong address, no right, or broken. */
export class RefusedError extends Error {}

export type BlockContext = ImportContext & {
  /** Goes into batch ids: `none`, `shifted`, or something new for every run to count again. */
  readonly identity: string;
};

type Numbered = ImportedLine & { readonly line: number };
type Outcome = { accepted: number; known: number; rejected: Rejection[]; doubtful: number };

/** Bytes of JSON in one request body; the server takes twice as many. */
const batchBytes = 8 * 1024 * 1024;
const nothing: Outcome = { accepted: 0, known: 0, rejected: [], doubtful: 0 };

/**
 * Sends the requests of a block and then its logs. Requests go first as their batch ids, made of the lines themselves, let the
 * server tell a repetition: where a run stops between the two, the block can be sent again.
 * @throws ServerAwayError, RefusedError
 */
export async function sendBlock(api: ApiClient, block: Block, context: BlockContext): Promise<BlockOutcome> {
  const lines = block.entries.flatMap((entry) => numbered(entry, context));
  const requests = await sendRequests(api, lines, { block, context });
  const logs = await sendLogs(api, lines);
  return {
    logs: logs.accepted,
    requests: requests.accepted,
    knownRequests: requests.known,
    rejected: [...requests.rejected, ...logs.rejected],
    doubtful: logs.doubtful,
    times: lines.map(({ log }) => Date.parse(log.created_at!)),
    requestTimes: lines.flatMap(({ request }) => (request ? [Date.parse(request.timestamp)] : [])),
    services: new Set(lines.map(({ log }) => log.service!)),
  };
}

function numbered({ firstLine, parsed }: Entry, context: ImportContext): Numbered[] {
  return toImportedLines(parsed, context).map((line) => ({ ...line, line: firstLine }));
}

async function sendRequests(
  api: ApiClient,
  lines: readonly Numbered[],
  { block, context }: { block: Block; context: BlockContext },
): Promise<Outcome> {
  const byService = groupByService(lines);
  const written = new Map(block.entries.map((entry) => [entry.firstLine, entry.parsed]));
  let total = nothing;
  for (const [service, all] of byService) {
    const withRequest = all.filter(({ request }) => request !== undefined);
    for (const batch of packBatches(withRequest, { count: maxIngestRequests, bytes: batchBytes })) {
      const send = (part: Numbered[]) => {
        // The lines as they were written: neither the clock nor the shift of this run goes into the id.
        const content = part.map(({ line }) => [line, written.get(line)?.at, written.get(line)?.request]);
        const batchId = batchIdOf([service, context.identity, block.index, content]);
        const body: IngestRequestsInput = { batchId, service, requests: part.map(({ request }) => request!) };
        return api.request('POST', '/ingest/requests', body);
      };
      const read = ({ data }: ApiAnswer, part: Numbered[]): Outcome => {
        const { duplicate, accepted } = data as IngestRequestsOutput;
        return duplicate ? { ...nothing, known: part.length } : { ...nothing, accepted };
      };
      total = add(total, await sendSplitting(batch, send, read));
    }
  }
  return total;
}

function groupByService(lines: readonly Numbered[]): Map<string, Numbered[]> {
  const groups = new Map<string, Numbered[]>();
  for (const line of lines) {
    const group = groups.get(line.log.service!);
    if (group) group.push(line);
    else groups.set(line.log.service!, [line]);
  }
  return groups;
}

async function sendLogs(api: ApiClient, lines: readonly Numbered[]): Promise<Outcome> {
  let total = nothing;
  for (const batch of packBatches(lines, { count: 1_000, bytes: batchBytes })) {
    const send = (part: Numbered[]) =>
      api.request(
        'POST',
        '/logs',
        part.map(({ log }) => log),
      );
    const read = ({ data, lostAnswers }: ApiAnswer & { lostAnswers: number }, part: Numbered[]): Outcome => {
      const { accepted, rejected } = data as {
        accepted: number;
        rejected: { index: number; message: string }[];
      };
      const refused = rejected.map(({ index, message }) => ({ line: part[index]?.line ?? 0, message }));
      return { accepted, known: 0, rejected: refused, doubtful: lostAnswers > 0 ? 1 : 0 };
    };
    total = add(total, await sendSplitting(batch, send, read));
  }
  return total;
}

/** Sends a batch; where the server refuses it as a whole, sends the halves, so that one line costs only itself. */
async function sendSplitting(
  batch: Numbered[],
  send: (part: Numbered[]) => ReturnType<ApiClient['request']>,
  read: (answer: Awaited<ReturnType<ApiClient['request']>>, part: Numbered[]) => Outcome,
): Promise<Outcome> {
  const answer = await send(batch);
  if (answer.status < 300 && answer.error === null) return read(answer, batch);
  const error = answer.error ?? { message: 'no reason given', issues: [] };
  if (![400, 413, 422].includes(answer.status))
    throw new RefusedError(`the server answers ${answer.status}: ${error.message}`);
  const reasons = reasonsByPosition(error);
  if (batch.length === 1 || reasons.size > 0)
    return {
      ...nothing,
      rejected: batch.map(({ line }, at) => ({ line, message: reasons.get(at) ?? error.message })),
    };
  const middle = Math.ceil(batch.length / 2);
  const first = await sendSplitting(batch.slice(0, middle), send, read);
  return add(first, await sendSplitting(batch.slice(middle), send, read));
}

/** What is wrong with each line of a batch of logs none of which can be stored; empty when the refusal is of another kind. */
function reasonsByPosition({ issues }: ApiError): Map<number, string> {
  const found = issues.map(({ path, message }) => ({ match: /^(\d+)(?:\.(.+))?$/.exec(path), message }));
  if (found.some(({ match }) => match === null)) return new Map();
  return new Map(
    found.map(({ match, message }) => [Number(match![1]), match![2] ? `${match![2]}: ${message}` : message]),
  );
}

function add(a: Outcome, b: Outcome): Outcome {
  return {
    accepted: a.accepted + b.accepted,
    known: a.known + b.known,
    rejected: [...a.rejected, ...b.rejected],
    doubtful: a.doubtful + b.doubtful,
  };
}
