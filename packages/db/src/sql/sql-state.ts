/**
 * The SQLSTATE with which PostgreSQL refused a query, null for any other error. Messages can't be relied on: servers translate them.
 * @see https://www.postgresql.org/docs/15/errcodes-appendix.html
 */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, meta } = error as ErrorOfQuery;
  if (meta?.driverAdapterError?.cause?.originalCode) return meta.driverAdapterError.cause.originalCode;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('P20') ? code : null;
}

/** What PostgreSQL said when it refused a query, without what was wrapped around it; null for any other error. */
export function sqlMessage(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  return (error as ErrorOfQuery).meta?.driverAdapterError?.cause?.originalMessage ?? null;
}

/** Prisma wraps what the driver threw; the driver itself puts the state into `code`. */
type ErrorOfQuery = {
  code?: unknown;
  meta?: { driverAdapterError?: { cause?: { originalCode?: string; originalMessage?: string } } };
};
