const dimensions = 16;

/** Words and character trigrams of a text as it stands, each hashed into one of 16 buckets; length 1. */
export function embedRaw(text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().split(/\W+/).filter(Boolean)) {
    vector[bucketOf(word)]! += 1;
    for (let at = 0; at + 3 <= word.length; at++) vector[bucketOf(word.slice(at, at + 3))]! += 0.5;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** FNV-1a, 32 bits. */
function bucketOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < feature.length; at++) hash = Math.imul(hash ^ feature.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % dimensions;
}
