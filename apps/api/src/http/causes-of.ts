/** An error seen as a bag of what drivers hang onto it. */
export type Cause = { code: string; kind: string; message: string };

const deepest = 6;

/** An error and everything that caused it, outermost first: `cause`, the parts of an AggregateError, and Prisma's `meta`. */
export function causesOf(error: unknown, depth = 0): Cause[] {
  if (typeof error !== 'object' || error === null || depth > deepest) return [];
  const bag = error as Record<string, unknown>;
  const inner = [
    bag.cause,
    bag.meta,
    bag.driverAdapterError,
    ...(Array.isArray(bag.errors) ? bag.errors : []),
  ];
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return [
    { code: text(bag.originalCode) || text(bag.code), kind: text(bag.kind), message: text(bag.message) },
    ...inner.flatMap((each) => causesOf(each, depth + 1)),
  ];
}
