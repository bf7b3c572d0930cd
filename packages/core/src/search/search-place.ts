import { z } from 'zod';
import { relevance } from './fields.ts';
import { parseTimestamp } from './timestamp.ts';

/** The stages of a search in their order: lines that hold every term, that have a named identifier, the newest of the best patterns, the rest of those, and lines found by reading. */
export const stages = ['exact', 'identified', 'heads', 'ranked', 'scan'] as const;
export type Stage = (typeof stages)[number];

const rowPlace = z.strictObject({
  createdAt: z.string().refine((text) => parseTimestamp(text) !== null),
  id: z.number().int().min(0),
});

/** A place with the list that it belongs to. */
export const searchCursor = z.strictObject({
  resource: z.string(),
  digest: z.string(),
  order: z.literal(relevance),
  stage: z.enum(stages),
  /** The row that the page ended with, or the moment that reading has come to. */
  after: rowPlace.nullable(),
  /** Pattern of that row, in the stage `ranked`. */
  patternId: z.number().int().nullable(),
  /** The lines of the stage `heads`, which later stages leave out; null when they were not chosen yet. */
  heads: z.array(z.number().int()).max(100).nullable(),
  /** How many of them have been given. */
  headsGiven: z.number().int().min(0).max(100),
});

/** Where a page of a search ended. */
export type SearchPlace = Omit<z.infer<typeof searchCursor>, 'resource' | 'digest' | 'order'>;

export const searchStart: SearchPlace = {
  stage: 'exact',
  after: null,
  patternId: null,
  heads: null,
  headsGiven: 0,
};
