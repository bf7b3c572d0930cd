import { fingerprint } from '@apiscope/core/logs/fingerprint';
import { identifiersOf } from '@apiscope/core/logs/identifiers';
import { maskMessage } from '@apiscope/core/logs/mask';
import { createHashEmbedder } from '@apiscope/core/search/embed';
import type { PreparedLog } from '../logs/insert-logs.ts';
import type { PatternRules } from '../logs/resolve-patterns.ts';

/** A log as the API prepares it, with defaults for what a test has nothing to say about. */
export function makeLog(over: Partial<PreparedLog> & { message: string }): PreparedLog {
  const { pattern, variables } = maskMessage(over.message);
  const { requestId = null, traceId = null } = over;
  return {
    service: 'shop',
    source: 'API',
    level: 'info',
    meta: null,
    traceId,
    requestId,
    createdAt: Date.UTC(2026, 0, 31, 9),
    pattern,
    fingerprint: fingerprint(pattern),
    identifiers: identifiersOf(variables, requestId, traceId),
    ...over,
  };
}

export const makeRules: PatternRules = { embedder: createHashEmbedder(), maxPatterns: 1_000 };
