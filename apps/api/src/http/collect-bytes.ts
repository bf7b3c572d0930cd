/** Bytes put together from pieces. */
export type ByteCollector = {
  add(piece: Uint8Array): void;
  size(): number;
  /** What was collected, and a new start. */
  take(): Buffer;
};

const smallest = 4_096;

/** Collects pieces in one growing buffer: kept one by one, a body sent as millions of single bytes would take a hundred times its size. */
export function createByteCollector(): ByteCollector {
  let bytes = Buffer.alloc(0);
  let size = 0;
  return {
    add(piece) {
      if (size + piece.length > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(smallest, size + piece.length, 2 * bytes.length));
        bytes.copy(larger, 0, 0, size);
        bytes = larger;
      }
      bytes.set(piece, size);
      size += piece.length;
    },
    size: () => size,
    take() {
      const taken = bytes.subarray(0, size);
      [bytes, size] = [Buffer.alloc(0), 0];
      return taken;
    },
  };
}
