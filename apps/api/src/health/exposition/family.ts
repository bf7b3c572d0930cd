/** One number of a family, with the values of its labels. */
export type Sample = { labels?: Readonly<Record<string, string>>; value: number };

/**
 * Samples of one name, told from what is seen at a scrape. Names and units follow
 * https://prometheus.io/docs/practices/naming/: seconds, bytes, and `_total` for what only grows.
 */
export type Family<Seen> = {
  name: `apiscope_${string}`;
  type: 'gauge' | 'counter';
  help: string;
  /** Names of the labels, each of few and known values: never a service, a path or a key of users. */
  labels?: readonly string[];
  /** What is told now; nothing of what is not known. */
  samples(seen: Seen): readonly Sample[];
};

/** The one sample of a family without labels; none where it is not known. */
export function one(value: number | null | undefined): Sample[] {
  return value === null || value === undefined ? [] : [{ value }];
}

/** A sample for each entry of a record, whose keys are the values of a label. */
export function each(label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([key, value]) => ({ labels: { [label]: key }, value }));
}
