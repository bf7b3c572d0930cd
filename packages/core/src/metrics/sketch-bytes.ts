import { bucketIndex, emptySketch, maxBucket, minBucket, type Sketch, sortedBuckets } from './sketch.ts';
import { readBytes, unzigzag, writeVarint, zigzag } from './varint.ts';

/** First byte of every sketch; it names gamma 1.02 and the layout below, and changes with either. */
export const sketchVersion = 1;

/** Bytes that are no sketch this version can read. */
export class SketchFormatError extends Error {
  override readonly name = 'SketchFormatError';
}

const malformed = (reason: string) => new SketchFormatError(`Not a latency sketch: ${reason}`);

/**
 * Version byte, values in the zero bucket, number of buckets, then unless empty: smallest and largest value (float64,
 * little-endian), and per bucket in rising order the index (first zigzag, then the distance to the one before less one) and its
 * count; whole numbers as varints. Equal sketches give equal bytes.
 */
export function sketchToBytes(sketch: Sketch): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [sketchVersion];
  const buckets = sortedBuckets(sketch);
  writeVarint(bytes, sketch.zeroCount);
  writeVarint(bytes, buckets.length);
  if (sketch.count === 0) return Uint8Array.from(bytes);
  const extremes = new DataView(new ArrayBuffer(16));
  extremes.setFloat64(0, sketch.min, true);
  extremes.setFloat64(8, sketch.max, true);
  for (let at = 0; at < 16; at++) bytes.push(extremes.getUint8(at));
  let previous: number | null = null;
  for (const [index, count] of buckets) {
    writeVarint(bytes, previous === null ? zigzag(index) : index - previous - 1);
    writeVarint(bytes, count);
    previous = index;
  }
  return Uint8Array.from(bytes);
}

/**
 * The inverse of {@link sketchToBytes}.
 * @throws SketchFormatError for another version, truncated or surplus bytes, and values no sketch can hold
 */
export function sketchFromBytes(bytes: Uint8Array): Sketch {
  const reader = readBytes(bytes, malformed);
  const version = reader.byte();
  if (version !== sketchVersion) throw malformed(`version ${version}, this reads version ${sketchVersion}`);
  const sketch = emptySketch();
  sketch.zeroCount = reader.varint();
  sketch.count = sketch.zeroCount;
  const bucketCount = reader.varint();
  if (sketch.zeroCount > 0 || bucketCount > 0) {
    sketch.min = reader.float64();
    sketch.max = reader.float64();
  }
  let previous: number | null = null;
  for (let n = 0; n < bucketCount; n++) {
    const step = reader.varint();
    const index: number = previous === null ? unzigzag(step) : previous + step + 1;
    if (index < minBucket || index > maxBucket) throw malformed(`bucket ${index} is out of range`);
    const count = reader.varint();
    if (count === 0) throw malformed(`bucket ${index} is empty`);
    sketch.count += count;
    sketch.buckets.set(index, count);
    previous = index;
  }
  reader.end();
  checkExtremes(sketch, previous);
  return sketch;
}

function checkExtremes(sketch: Sketch, lastBucket: number | null): void {
  if (sketch.count === 0) return;
  if (!Number.isSafeInteger(sketch.count)) throw malformed('counts add up beyond 2^53');
  const { min, max } = sketch;
  if (!(Number.isFinite(min) && Number.isFinite(max) && min >= 0 && min <= max)) {
    throw malformed(`extremes ${min} and ${max} are not a range of latencies`);
  }
  const firstBucket = sketch.zeroCount > 0 ? null : (sketch.buckets.keys().next().value ?? null);
  if (!(isNear(bucketIndex(min), firstBucket) && isNear(bucketIndex(max), lastBucket))) {
    throw malformed('extremes and buckets disagree');
  }
}

/** One bucket of tolerance: engines may differ in the last bit of a logarithm. */
function isNear(bucket: number | null, other: number | null): boolean {
  return bucket === other || (bucket !== null && other !== null && Math.abs(bucket - other) === 1);
}
