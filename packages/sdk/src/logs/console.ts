import type { Level } from '@apiscope/core/logs/level';
import type { Apiscope } from '../client.ts';
import { partsOf } from '../client-parts.ts';
import { currentIds } from './current-ids.ts';
import { formatMessage } from './format-message.ts';

const levelOf = {
  trace: 'trace',
  debug: 'debug',
  log: 'info',
  info: 'info',
  warn: 'warn',
  error: 'error',
} as const satisfies Partial<Record<keyof Console, Level>>;

type Method = keyof typeof levelOf;

/**
 * Sends what the host writes to the console along; the console writes it as before. Lines that are written while a request is served are
 * joined with it. Answers the function that ends it.
 */
export function bridgeConsole(client: Apiscope, host: Pick<Console, Method> = console): () => void {
  const parts = partsOf(client);
  if (parts === null) return () => {};
  parts.follow();
  const intake = parts.logs();
  const originals = new Map<Method, Console[Method]>();

  const tell = (level: Level, args: unknown[]) => {
    if (parts.current() === null) return;
    const ids = currentIds(parts);
    const at = parts.clock.now();
    // Now, since the host may change its objects later.
    const { message, meta } = formatMessage(args);
    intake.add(() => ({ at, level, source: 'console', message, ...(meta && { meta }), ...ids }));
  };

  for (const [method, level] of Object.entries(levelOf) as [Method, Level][]) {
    const original = host[method];
    originals.set(method, original);
    host[method] = (...args: unknown[]) => {
      original.apply(host, args);
      try {
        tell(level, args);
      } catch (error) {
        parts.onError(error);
      }
    };
  }
  return () => {
    for (const [method, original] of originals) host[method] = original;
  };
}
