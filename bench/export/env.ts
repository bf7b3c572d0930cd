/** A native PostgreSQL server to make databases on; empty where none is named. */
export const serverUrl = process.env.TEST_DATABASE_URL ?? '';

/** Numbers of logs to export, from `SIZES=100000,1000000`. */
export const sizes = (process.env.SIZES || '100000,1000000').split(',').map(Number);
