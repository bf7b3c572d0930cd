import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A file or stdin to import. */
export type Input = {
  readonly name: string;
  /** Bytes on disk, null when unknown. */
  readonly size: number | null;
  /** When it was last written, epoch ms; null for stdin. */
  readonly modifiedAt: number | null;
  /** Opens it from the start; `onBytes` hears of every piece read from disk. */
  read(onBytes?: (count: number) => void): AsyncIterable<Uint8Array>;
};

/** Looks at a path; `-` is stdin. A file that starts like gzip is unpacked, whatever its name. */
export async function openInput(path: string): Promise<Input> {
  if (path === '-')
    return { name: 'stdin', size: null, modifiedAt: null, read: (on) => counted(process.stdin, on) };
  const { size, mtimeMs } = await stat(path);
  const isGzip = await startsLikeGzip(path);
  return {
    name: basename(path),
    size,
    modifiedAt: mtimeMs,
    read: (onBytes) => {
      const raw = createReadStream(path, { highWaterMark: 256 * 1024 });
      if (!isGzip) return counted(raw, onBytes);
      const unpacked = createGunzip();
      raw.on('data', (chunk) => onBytes?.(chunk.length));
      raw.on('error', (error) => unpacked.destroy(error));
      unpacked.on('close', () => raw.destroy());
      return raw.pipe(unpacked);
    },
  };
}

async function* counted(
  stream: Readable,
  onBytes: ((count: number) => void) | undefined,
): AsyncIterable<Uint8Array> {
  for await (const chunk of stream) {
    onBytes?.(chunk.length);
    yield chunk;
  }
}

async function startsLikeGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

/** A service named after a log file: without folder, `.gz`, dates, rotation numbers and `.log`. */
export function serviceOfFile(name: string): string {
  const bare = name
    .replace(/\.(gz|gzip)$/i, '')
    .replace(/([.-]\d{4}-?\d{2}-?\d{2}([-T_]?\d{2}){0,3}|\.\d{1,3})+$/, '')
    .replace(/\.(log|txt|json|jsonl|ndjson)$/i, '');
  return (bare || name).slice(0, 200);
}
