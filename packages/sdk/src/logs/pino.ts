import { Writable } from 'node:stream';
import { type Apiscope, createApiscope } from '../client.ts';
import { partsOf } from '../client-parts.ts';
import type { ApiscopeOptions } from '../options.ts';
import { currentIds, type RequestIds } from './current-ids.ts';
import { readPinoLine } from './read-pino-line.ts';

/** `writable` is how pino tells a destination from options where it is given one of them alone. */
type PinoDestination = { writable: true; write(line: string): void };

/**
 * Destination of pino in the host's own thread: `pino(apiscopePino(client))`, or one of `pino.multistream`. Lines that are written while a
 * request is served are joined with it.
 */
export function apiscopePino(client: Apiscope): PinoDestination {
  const parts = partsOf(client);
  if (parts === null) return { writable: true, write() {} };
  parts.follow();
  const intake = parts.logs();
  return {
    writable: true,
    write(line) {
      // What the SDK itself causes to be logged would call for the next line, for ever.
      if (parts.current() === null) return;
      const ids = currentIds(parts);
      intake.add(() => {
        const seen = readPinoLine(line);
        return seen && { ...ids, ...seen };
      });
    },
  };
}

/** `mixin` of a pino that writes to a transport in a worker thread, which knows no requests: puts the ids into each line. */
export function requestIds(client: Apiscope): () => RequestIds {
  const parts = partsOf(client);
  parts?.follow();
  return () => (parts === null ? {} : currentIds(parts));
}

/** Longest line that is waited for, characters; what is longer was cut off somewhere. */
const longest = 1_000_000;

/** Transport of pino, run by it in a worker thread: `pino.transport({ target: '@apiscope/sdk/pino', options })`. */
export default function apiscopeTransport(options: ApiscopeOptions): Writable {
  const client = createApiscope(options);
  const intake = partsOf(client)?.logs();
  const decoder = new TextDecoder();
  let rest = '';
  return new Writable({
    decodeStrings: true,
    write(chunk: Uint8Array, _encoding, done) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop()!.slice(0, longest);
      for (const line of lines) intake?.add(() => readPinoLine(line));
      done();
    },
    final(done) {
      if (rest !== '') intake?.add(() => readPinoLine(rest));
      void client.close().then(() => done());
    },
  });
}
