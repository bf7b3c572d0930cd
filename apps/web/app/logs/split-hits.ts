import { foldCase } from '@apiscope/core/search/fold-case';

/** A piece of a text, and whether it is one of the words looked for. */
export type Piece = { text: string; isHit: boolean };

/**
 * Cuts a text where words stand in it, literally and without regard to case; hits that overlap or touch are one.
 * @param words folded by {@link foldCase}, none of them empty.
 */
export function splitHits(text: string, words: readonly string[]): Piece[] {
  const folded = foldCase(text);
  // A text that grows or shrinks when folded has no places in common with it.
  const spans =
    folded.length === text.length ? joinSpans(words.flatMap((word) => spansOf(folded, word))) : [];
  const pieces: Piece[] = [];
  let at = 0;
  for (const [start, end] of spans) {
    if (start > at) pieces.push({ text: text.slice(at, start), isHit: false });
    pieces.push({ text: text.slice(start, end), isHit: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isHit: false });
  return pieces;
}

type Span = [start: number, end: number];

function spansOf(folded: string, word: string): Span[] {
  const spans: Span[] = [];
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length))
    spans.push([at, at + word.length]);
  return spans;
}

function joinSpans(spans: Span[]): Span[] {
  spans.sort(([a], [b]) => a - b);
  const joined: Span[] = [];
  for (const [start, end] of spans) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

/** Where the first hit must begin for a line to be shown from its start. */
const shownWhole = 100;
const before = 30;

/** The part of a message that a row shows: its start, or from shortly before the first hit where that would be out of sight. */
export function excerpt(text: string, words: readonly string[], length: number): string {
  if (words.length === 0 || text.length <= shownWhole) return text.slice(0, length);
  const folded = foldCase(text);
  const places = words.map((word) => folded.indexOf(word)).filter((at) => at >= 0);
  const first = places.length > 0 && folded.length === text.length ? Math.min(...places) : 0;
  return first < shownWhole
    ? text.slice(0, length)
    : `… ${text.slice(first - before, first - before + length)}`;
}
