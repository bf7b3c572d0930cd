/** What every API key of Apiscope begins with, so that one that leaks is recognised. */
const shape = /^aps_([A-Za-z0-9]{12})_[A-Za-z0-9_-]{43}$/;

/** The part of an API key that finds its row and may be shown; null when the text is no such key. */
export function readTokenPrefix(token: string): string | null {
  return shape.exec(token)?.[1] ?? null;
}

/** Whether a text means to be an API key of Apiscope, well formed or not. */
export function isTokenLike(text: string): boolean {
  return text.startsWith('aps_');
}
