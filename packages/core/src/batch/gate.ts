/** Runs work when there is a place for it. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** A gate with so many places: further work waits, first come first served. */
export function createGate(places: number): Gate {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      return await work();
    } finally {
      // A place is handed on, so that nobody slips in before who waits.
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
