/** A row of the tree that is shown. */
export type ShownRow<T> = { span: T; hasChildren: boolean };

/** The rows of an ordered tree but for those below a closed one. */
export function hideCollapsed<T extends { spanId: string; depth: number }>(
  spans: readonly T[],
  closed: ReadonlySet<string>,
): ShownRow<T>[] {
  const shown: ShownRow<T>[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const [at, span] of spans.entries()) {
    if (span.depth > hiddenBelow) continue;
    hiddenBelow = closed.has(span.spanId) ? span.depth : Number.POSITIVE_INFINITY;
    shown.push({ span, hasChildren: (spans[at + 1]?.depth ?? 0) > span.depth });
  }
  return shown;
}
