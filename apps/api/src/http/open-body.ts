import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { AppError, badParameter } from '@apiscope/core/errors';

/** A request's body, read as it is asked for. */
export type OpenBody = {
  /**
   * Its bytes without their content encoding, piece by piece.
   * @throws AppError PAYLOAD_TOO_LARGE beyond the limit, BAD_REQUEST when the connection breaks or the encoding is damaged.
   */
  pieces: AsyncIterable<Uint8Array>;
  /** Reads what is left and drops it, for `ms` at most, so that a caller who is still sending comes to read its answer. */
  drain(ms: number): Promise<void>;
};

export type BodyLimit = {
  /** Most bytes, both as sent and without content encoding. */
  maxBytes: number;
  /** Said to whom sends more. */
  hint?: string;
  /** Told of the bytes, without content encoding, as they come; may throw to refuse them. */
  hold?: ((bytes: number) => void) | undefined;
};

/** Output of the decompressor at a time, bytes. */
const pieceSize = 65_536;

/**
 * Opens a request's body, `content-encoding` gzip or none.
 * @throws AppError UNSUPPORTED_MEDIA_TYPE naming another encoding, PAYLOAD_TOO_LARGE when a larger body is announced.
 */
export function openBody(request: Request, { maxBytes, hint, hold }: BodyLimit): OpenBody {
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (!['identity', 'gzip', 'x-gzip', ''].includes(encoding)) throw unknownEncoding(encoding);
  const tooLarge = () =>
    new AppError('PAYLOAD_TOO_LARGE', `the body may be at most ${maxBytes} bytes${hint ? `; ${hint}` : ''}`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const reader = request.body?.getReader();
  const sent = limit(read(reader), maxBytes, tooLarge);
  return {
    pieces: held(encoding.endsWith('gzip') ? limit(decompress(sent), maxBytes, tooLarge) : sent, hold),
    async drain(ms) {
      const deadline = sleep(ms, 'late', { ref: false });
      for (let next: unknown; next !== 'late'; ) {
        const reading = reader?.read().then(
          ({ done }) => (done ? 'late' : 'more'),
          () => 'late',
        );
        next = await Promise.race([reading ?? 'late', deadline]);
      }
    },
  };
}

async function* read(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
): AsyncGenerator<Uint8Array> {
  // By hand, since leaving a loop over the stream would cancel it and close the connection before the answer is sent.
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) yield next.value;
  } catch (cause) {
    throw new AppError('BAD_REQUEST', 'the connection broke before the body ended', { cause });
  }
}

async function* limit(
  pieces: AsyncIterable<Uint8Array>,
  maxBytes: number,
  tooLarge: () => AppError,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > maxBytes) throw tooLarge();
    yield piece;
  }
}

async function* held(pieces: AsyncIterable<Uint8Array>, hold: BodyLimit['hold']): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    hold?.(piece.length);
    yield piece;
  }
}

async function* decompress(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: pieceSize });
  // Its failure comes out of the loop below.
  pipeline(pieces, gunzip).catch(() => {});
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const message = 'is damaged or cut off gzip';
    throw new AppError('BAD_REQUEST', `body: ${message}`, { issues: [{ path: 'body', message }], cause });
  }
}

function unknownEncoding(encoding: string): AppError {
  const { message, issues } = badParameter(
    'content-encoding',
    `${encoding} is not understood; gzip and identity are`,
  );
  return new AppError('UNSUPPORTED_MEDIA_TYPE', message, { issues });
}
