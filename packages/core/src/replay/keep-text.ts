/** Bytes kept of a body. */
export const maxKept = 65_536;

/** The beginning of a text that is kept of a body: at most 64 KiB as UTF-8, no character cut in two. */
export function keepText(text: string): { text: string; size: number; truncated: boolean } {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= maxKept) return { text, size: bytes.length, truncated: false };
  // What the cut has left of a character stays in the decoder.
  const kept = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, maxKept), {
    stream: true,
  });
  return { text: kept, size: bytes.length, truncated: true };
}
