/** A native PostgreSQL server to make a database on; empty where none is named, and then the bench says so and ends. */
export const serverUrl = process.env.TEST_DATABASE_URL ?? '';
/** Rows of a day, from `SIZES=100000,1000000`. */
export const sizes = (process.env.SIZES || '1000000').split(',').map(Number);
