/** What of a span says where it belongs. */
export type Placed = { spanId: string; parentSpanId: string | null; offset: number };

/** A span in its place: how many spans are above it, and whether the one it names as its parent is missing. */
export type InTree<T> = T & { depth: number; isOrphan: boolean };

/**
 * Puts spans in the order of a tree: parents before their children, brothers by their beginning. A span whose parent is not there is a
 * root and marked as an orphan; where spans name each other in a circle, the one that began first is. Takes time linear but for the
 * sorting, and no stack, however deep the tree is.
 */
export function orderSpans<T extends Placed>(spans: readonly T[]): InTree<T>[] {
  const byTime = [...spans].sort((a, b) => a.offset - b.offset);
  const ids = new Set(byTime.map(({ spanId }) => spanId));
  const children = new Map<string, T[]>();
  const roots: T[] = [];
  for (const span of byTime) {
    const { parentSpanId } = span;
    if (parentSpanId === null || parentSpanId === span.spanId || !ids.has(parentSpanId)) roots.push(span);
    else addTo(children, parentSpanId, span);
  }
  const placed = new Set<T>();
  const ordered: InTree<T>[] = [];
  const placeUnder = (root: T) => {
    const waiting = [{ span: root, depth: 0, isOrphan: root.parentSpanId !== null }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (placed.has(next.span)) continue;
      placed.add(next.span);
      ordered.push({ ...next.span, depth: next.depth, isOrphan: next.isOrphan });
      const below = children.get(next.span.spanId) ?? [];
      children.delete(next.span.spanId);
      for (let at = below.length - 1; at >= 0; at--)
        waiting.push({ span: below[at]!, depth: next.depth + 1, isOrphan: false });
    }
  };
  for (const root of roots) placeUnder(root);
  for (const span of byTime) if (!placed.has(span)) placeUnder(span);
  return ordered;
}

function addTo<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
