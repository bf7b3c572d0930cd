/** Headers of a target as they are stored: their names, and their values encrypted; null when there are none. */
export type SealedHeaders = { names: readonly string[]; sealed: Uint8Array<ArrayBuffer> | null };
