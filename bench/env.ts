/** A native PostgreSQL server to make databases on; empty where none is named, and then benches say so and end. */
export const serverUrl = process.env.TEST_DATABASE_URL ?? '';

/** Sizes that a bench runs at, from `SIZES=100000,1000000`. */
export function sizesOr(usual: readonly number[]): number[] {
  return process.env.SIZES ? process.env.SIZES.split(',').map(Number) : [...usual];
}

/** Times that something is measured, from `ROUNDS`. */
export const rounds = Number(process.env.ROUNDS || '5');
/** Where to write a CPU profile of the API; empty for none. */
export const profileFolder = process.env.PROFILE ?? '';
