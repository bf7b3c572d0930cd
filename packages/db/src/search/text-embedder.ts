import { toSql } from 'pgvector';

/** Makes the vectors of texts; those of different versions are never compared. */
export type TextEmbedder = { readonly version: string; embed(text: string): ArrayLike<number> };

/** The vector of a text as pgvector reads it. Every number is written so that it reads back to the same float. */
export function vectorOf(embedder: TextEmbedder, text: string): string {
  return toSql(Array.from(embedder.embed(text)));
}
