/** Runs one bounded piece of work and then lets others have their turn. */
export type Rest = (work: () => Promise<void>) => Promise<void>;
