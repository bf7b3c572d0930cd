import { replayMarker } from '@apiscope/core/replay/build-request';
import type { Settings } from '../read-options.ts';
import type { Arrival } from './observation.ts';
import { readHeader } from './read-headers.ts';

/** Header by which the SDK's own requests are known. */
export const ownMarker = 'x-apiscope-sdk';

/**
 * Whether a request is to be observed. Not: paths and user agents that were excluded, replays, and what an SDK sends to the ingest doors,
 * should the host be the platform itself.
 */
export function createFilter({ ignore }: Pick<Settings, 'ignore'>): (request: Arrival) => boolean {
  const exact = new Set(ignore.paths.filter((path) => typeof path === 'string' && !path.endsWith('*')));
  const others = ignore.paths.filter((path) => !exact.has(path)).map(toPathTest);
  const agents = ignore.userAgents.map(toAgentTest);
  return ({ url, headers }) => {
    const end = url.indexOf('?');
    const path = end === -1 ? url : url.slice(0, end);
    if (exact.has(path) || others.some((matches) => matches(path))) return false;
    if (readHeader(headers, replayMarker) !== undefined) return false;
    if (readHeader(headers, ownMarker) !== undefined && /\/ingest\/(?:requests|logs)$/.test(path))
      return false;
    if (agents.length === 0) return true;
    const agent = readHeader(headers, 'user-agent');
    return agent === undefined || !agents.some((matches) => matches(agent));
  };
}

type Test = (text: string) => boolean;

function toPathTest(path: string | RegExp): Test {
  if (typeof path !== 'string') return withExpression(path);
  const start = path.slice(0, -1);
  return (text) => text.startsWith(start);
}

function toAgentTest(part: string | RegExp): Test {
  if (typeof part !== 'string') return withExpression(part);
  const lower = part.toLowerCase();
  return (text) => text.toLowerCase().includes(lower);
}

/** An expression with the flags g or y remembers where it stopped. */
function withExpression(expression: RegExp): Test {
  const stateless = new RegExp(expression.source, expression.flags.replace(/[gy]/g, ''));
  return (text) => stateless.test(text);
}
