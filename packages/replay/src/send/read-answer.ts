import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { HeaderMap } from '@apiscope/core/replay/schema';

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
/** First size of the buffer, bytes. */
const smallest = 4_096;
/** Codings put on top of each other that are undone. */
const maxCodings = 3;

type ReadOptions = {
  headers: HeaderMap;
  maxBytes: number;
  signal: AbortSignal;
  /** Told of the bytes as they come; true: the rest is not wanted. */
  isEnough: (piece: Uint8Array) => boolean;
};

/**
 * Reads a body up to `maxBytes` of its decoded form and leaves the rest unread, so that neither an endless answer nor one that unpacks
 * into too much costs more. A coding that is not known stays as it came.
 * @throws Error when the connection ends early, the signal fires, or the bytes are not what their coding says
 */
export async function readAnswer(
  body: Readable,
  { headers, maxBytes, signal, isEnough }: ReadOptions,
): Promise<{ bytes: Uint8Array; truncated: boolean }> {
  const plain = decode(body, headers);
  // In one growing buffer: kept one by one, a body sent as millions of single bytes would take a hundred times its size.
  let bytes: Buffer = Buffer.alloc(0);
  let size = 0;
  const stop = () => void plain.destroy(signal.reason);
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    for await (const chunk of plain as AsyncIterable<Uint8Array>) {
      const kept = chunk.subarray(0, maxBytes - size);
      if (size + kept.length > bytes.length) bytes = grow(bytes, size + kept.length);
      bytes.set(kept, size);
      size += chunk.length;
      if (size > maxBytes || isEnough(kept)) break;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    body.on('error', () => {}).destroy();
  }
  return { bytes: bytes.subarray(0, Math.min(size, maxBytes)), truncated: size > maxBytes };
}

function grow(bytes: Buffer, size: number): Buffer {
  const larger = Buffer.alloc(Math.max(smallest, size, 2 * bytes.length));
  bytes.copy(larger);
  return larger;
}

function decode(body: Readable, headers: HeaderMap): Readable {
  const codings = [headers['content-encoding'] ?? []]
    .flat()
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > maxCodings || !codings.every((coding) => Object.hasOwn(decoders, coding))) return body;
  return codings.reverse().reduce<Readable>(
    // The reader of the last stream learns of every failure.
    (from, coding) => pipeline(from, decoders[coding]!(), () => {}),
    body,
  );
}
