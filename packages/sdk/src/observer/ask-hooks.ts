import type { HostRequest } from '../options.ts';
import type { Settings } from '../read-options.ts';
import { askHost, isPromise } from './ask-host.ts';
import type { Observation } from './observation.ts';
import { readHeader } from './read-headers.ts';

/** Who called, as the host's hooks say. */
type HostAnswers = { consumer?: string; consumerName?: string; userId?: string };

const longest = 200;

/**
 * Asks the hooks of the host about a finished request; one that fails is reported and has said nothing, and what looks like a secret is none of
 * anybody's id. Null when there are none.
 */
export function createHooks(
  { consumer, user }: Pick<Settings, 'consumer' | 'user'>,
  { redact, onError }: { redact: (text: string) => string; onError: (error: unknown) => void },
): ((observation: Observation) => HostAnswers) | null {
  if (consumer === undefined && user === undefined) return null;
  const clean = (id: string | undefined) => id && redact(id).slice(0, longest);
  return ({ method, url, raw, headers }) => {
    const request: HostRequest = { method, url, raw, header: (name) => readHeader(headers, name) };
    const read = <T>(what: string, value: () => T) => askHost(what, value, onError);
    const caller = read('consumer', () => consumer?.(request));
    const { id, name } =
      typeof caller === 'object' && caller !== null ? caller : { id: caller, name: undefined };
    const consumerId = clean(read('consumer', () => textOf('consumer', id)));
    const consumerName = clean(read('consumer', () => textOf('consumer.name', name)));
    const userId = clean(read('user', () => textOf('user', user?.(request))));
    return {
      ...(consumerId && { consumer: consumerId }),
      ...(consumerId && consumerName && { consumerName }),
      ...(userId && { userId }),
    };
  };
}

/** Ids are numbers in many a database, which plain JavaScript hands on. @throws TypeError naming what is no text. */
function textOf(what: string, value: unknown): string | PromiseLike<unknown> | undefined {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (value === undefined || value === null || isPromise(value)) return value ?? undefined;
  throw new TypeError(`${what}: expected a text, got ${typeof value}`);
}
