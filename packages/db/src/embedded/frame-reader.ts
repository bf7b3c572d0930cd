import { ProtocolError } from './wire-protocol.ts';

/** What PostgreSQL itself accepts as a startup packet. */
const MAX_STARTUP_BYTES = 10_000;

/**
 * Cuts a byte stream into protocol messages, whatever the chunks it arrives in. Untyped (startup) messages come first;
 * `beginTyped` switches to typed ones. Chunks are joined only when a message is complete, so a large one costs one copy.
 */
export class FrameReader {
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #length = 0;
  #isTyped = false;

  /** @param maxBytes Size above which a typed message is refused. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** From here on messages start with a type byte. */
  beginTyped(): void {
    this.#isTyped = true;
  }

  /** The next complete message with its header, or undefined; throws ProtocolError on an impossible length. */
  next(): Buffer | undefined {
    const headerBytes = this.#isTyped ? 5 : 4;
    if (this.#length < headerBytes) return undefined;
    const size = this.#sizeOfNext(this.#peek(headerBytes));
    return this.#length < size ? undefined : this.#take(size);
  }

  #sizeOfNext(header: Buffer): number {
    const length = header.readInt32BE(this.#isTyped ? 1 : 0);
    const size = this.#isTyped ? length + 1 : length;
    if (length < (this.#isTyped ? 4 : 8)) throw new ProtocolError('08P01', 'invalid message length');
    const limit = this.#isTyped ? this.#maxBytes : MAX_STARTUP_BYTES;
    if (size > limit) {
      throw new ProtocolError('54000', `message of ${size} bytes exceeds the limit of ${limit} bytes`);
    }
    return size;
  }

  #peek(bytes: number): Buffer {
    const first = this.#chunks[0]!;
    if (first.length >= bytes) return first;
    let joined = first;
    let count = 1;
    while (joined.length < bytes) joined = Buffer.concat([joined, this.#chunks[count++]!]);
    this.#chunks.splice(0, count, joined);
    return joined;
  }

  #take(bytes: number): Buffer {
    let gathered = 0;
    let count = 0;
    while (gathered < bytes) gathered += this.#chunks[count++]!.length;
    const taken = this.#chunks.splice(0, count);
    const joined = count === 1 ? taken[0]! : Buffer.concat(taken, gathered);
    if (gathered > bytes) this.#chunks.unshift(joined.subarray(bytes));
    this.#length -= bytes;
    return joined.subarray(0, bytes);
  }
}
