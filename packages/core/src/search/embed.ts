import { maskMessage } from '../logs/mask.ts';

/** Turns texts into vectors whose cosine says how alike they are. Every one, ours or another, passes the suite in `embedder-contract.ts`. */
export type Embedder = {
  /** Changes whenever the vectors of the same text do; vectors of different versions are never compared. */
  readonly version: string;
  readonly dimensions: number;
  /** A vector of length 1; all zero for a text without a word. Deterministic. */
  embed(text: string): Float32Array;
};

/** Characters looked at. */
const maxLength = 8_192;
/** Weight of a placeholder: every log line has some, so they say little. */
const placeholderWeight = 0.15;
const stopWordWeight = 0.2;
/** Weight of all character n-grams of a word together, the word itself having 1: they bring inflections and typing errors near. */
const gramWeight = 0.5;
const gramLength = 3;

const stopWords = new Set(
  'a an and are as at be been but by can did do does for from had has have he her his i if in into is it its my no not of on or our she so than that the their them then there these they this to was we were what when where which who will with would you your'.split(
    ' ',
  ),
);

/**
 * Feature hashing (Weinberger et al. 2009) of the words and character trigrams of the masked text, without a model or a dictionary.
 * Each feature adds a pattern of signs, drawn from its hash, over all dimensions (Achlioptas 2003), which keeps angles better in few
 * dimensions than a single bucket a feature would.
 * @throws RangeError unless `dimensions` is whole and 1 to 4,096
 */
export function createHashEmbedder({ dimensions = 16 }: { dimensions?: number } = {}): Embedder {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > 4_096) {
    throw new RangeError(`dimensions must be whole and 1 to 4096, not ${dimensions}`);
  }

  const add = (vector: Float64Array, feature: string, weight: number) => {
    let bits = hash(feature);
    for (let n = 0; n < dimensions; n++) {
      if (n % 32 === 0 && n > 0) bits = mix(bits + n);
      vector[n]! += (bits >>> (n % 32)) & 1 ? weight : -weight;
    }
  };

  return {
    version: `hash-1-${dimensions}`,
    dimensions,
    embed(text) {
      const vector = new Float64Array(dimensions);
      for (const [feature, weight] of featuresOf(text)) add(vector, feature, weight);
      // Not Math.hypot, whose last digits are up to the engine: vectors are to be the same on every machine.
      const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
      return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length));
    },
  };
}

/** Weight of each feature; of one that repeats, the square root of how often. */
function featuresOf(text: string): Map<string, number> {
  const { pattern } = maskMessage(text.slice(0, maxLength));
  const counts = new Map<string, number>();
  for (const [word] of pattern.toLowerCase().matchAll(/<[a-z]+>|[\p{L}\p{M}\p{N}]+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const features = new Map<string, number>();
  for (const [word, count] of counts) {
    const weight = weightOf(word) * Math.sqrt(count);
    features.set(word, weight);
    if (weightOf(word) < 1) continue;
    const grams = gramsOf(word);
    const share = (gramWeight * weight) / Math.sqrt(grams.length);
    for (const gram of grams) features.set(gram, (features.get(gram) ?? 0) + share);
  }
  return features;
}

function weightOf(word: string): number {
  if (word.startsWith('<')) return placeholderWeight;
  return stopWords.has(word) ? stopWordWeight : 1;
}

/** Trigrams of the word between marks, told from words by a leading blank. */
function gramsOf(word: string): string[] {
  const characters = [...`^${word.slice(0, 64)}$`];
  const count = Math.max(1, characters.length - gramLength + 1);
  return Array.from({ length: count }, (_, n) => ` ${characters.slice(n, n + gramLength).join('')}`);
}

/** 32-bit FNV-1a over UTF-16 units, mixed so that every bit depends on every character. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) value = Math.imul(value ^ text.charCodeAt(n), 0x01000193);
  return mix(value);
}

/** Finaliser of MurmurHash3. */
function mix(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
