import { createHash } from 'node:crypto';
import { AppError } from '@apiscope/core/errors';
import { batchIdOf } from '@apiscope/db/batch-id';
import { claimBatch } from '@apiscope/db/ingest/claim-batch';
import type { ClaimBatch } from '@apiscope/db/logs/insert-logs';
import type { Hono } from 'hono';
import { requireAccess } from '../access/require-access.ts';
import type { Deps } from '../deps.ts';
import type { AppContext, AppEnv } from '../http/app-env.ts';
import { readBytes } from '../http/read-json-body.ts';
import { takeIn } from '../ingest/take-in.ts';
import { answerExport, answerFailure } from './answer-export.ts';
import { contentTypes, encodingOf } from './encoding.ts';
import { signals } from './signals.ts';

/** Largest body, bytes, both as sent and without gzip: what the specification recommends. */
export const maxOtlpBody = 20 * 1024 * 1024;
const limit = { maxBytes: maxOtlpBody, hint: 'send smaller batches' };

/** Serves OTLP/HTTP: `POST /v1/logs`, `/v1/traces` and `/v1/metrics`, protobuf or JSON, plain or gzip. */
export function serveOtlp(app: Hono<AppEnv>, deps: Deps): void {
  for (const signal of signals) {
    app.post(signal.path, async (c) => {
      const { actor } = c.var;
      c.set('route', signal.path);
      requireAccess(actor, 'ingest');
      const encoding = encodingOf(c.req.header('content-type'));
      if (encoding === null) throw otherType();
      return takeIn(deps, { c, limit }, async (open) => {
        const bytes = await readBytes(open().pieces);
        // A batch is known by what it holds, as OTLP gives it no id, and by the key's service, which what names none is of.
        const hash = createHash('sha256').update(bytes).digest('hex');
        const id = batchIdOf(['otlp', signal.path, actor.service, hash]);
        const claim: ClaimBatch = (tx) => claimBatch(tx, id);
        const outcome = await signal.take(deps, { encoding, bytes }, { actor, claim });
        deps.ingested.addRecords(signal.door, outcome);
        return answerExport(encoding, signal, outcome);
      });
    });
  }
}

/** The answer to a failure at a door of OTLP, which has a form of its own; null at any other. */
export function answerOtlpFailure(c: AppContext, error: AppError): Response | null {
  if (!signals.some(({ path }) => path === c.req.path)) return null;
  return answerFailure(encodingOf(c.req.header('content-type')) ?? 'json', error);
}

function otherType(): AppError {
  const types = Object.values(contentTypes).join(' or ');
  return new AppError('UNSUPPORTED_MEDIA_TYPE', `the body must be sent as content-type: ${types}`);
}
