/** A SERVER span that tells of a request. */
export type ServerSpan = {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  service: string;
  instance: string | null;
  /** Whether it is of a remote procedure. */
  isRpc: boolean;
  /** Whether it was made by a replay: that says nothing of who uses a service, nor how much. */
  isReplay: boolean;
};

/**
 * Chooses the SERVER spans that stand for requests. Where one is right under another of the same sender, both tell of one request: of
 * remote procedures those on top are chosen, one a procedure, as a batch of them is one HTTP request; else the one on top. Under a span of
 * another sender each tells of a request of its own. Takes time linear in their number, however deep they are.
 * @param spans those that are new
 * @param known those that came before; what they tell of has been counted, whichever of them it was counted by
 */
export function chooseRequests<T extends ServerSpan>(
  spans: readonly T[],
  known: readonly ServerSpan[],
): Set<T> {
  const fresh = spans.map((span) => toNode(span, false));
  const nodes = [...known.map((span) => toNode(span, true)), ...fresh];
  linkParents(nodes);
  for (const node of nodes) findTop(node);
  for (const node of nodes) describeFamily(node);
  return new Set(spans.filter((_, at) => isChosen(fresh[at]!)));
}

type Node = {
  span: ServerSpan;
  isKnown: boolean;
  parent: Node | undefined;
  /** The span above all others of the same request; undefined until it is found. */
  top: Node | undefined;
  isRpcAbove: boolean;
  isKnownRpcBelow: boolean;
  /** Of a top: what is among those below it and itself. */
  family: { hasRpc: boolean; hasReplay: boolean; hasKnown: boolean; hasKnownHttp: boolean };
};

function toNode(span: ServerSpan, isKnown: boolean): Node {
  return {
    span,
    isKnown,
    parent: undefined,
    top: undefined,
    isRpcAbove: false,
    isKnownRpcBelow: false,
    family: { hasRpc: false, hasReplay: false, hasKnown: false, hasKnownHttp: false },
  };
}

function isChosen({ span, parent, top, isRpcAbove, isKnownRpcBelow }: Node): boolean {
  const { hasRpc, hasReplay, hasKnown, hasKnownHttp } = top!.family;
  if (hasReplay) return false;
  if (!hasRpc) return !hasKnown && parent === undefined;
  return span.isRpc && !hasKnownHttp && !isRpcAbove && !isKnownRpcBelow;
}

function linkParents(nodes: readonly Node[]): void {
  const byId = new Map(nodes.map((node) => [keyOf(node.span, node.span.spanId), node]));
  for (const node of nodes) {
    const { parentSpanId } = node.span;
    if (parentSpanId !== null) node.parent = byId.get(keyOf(node.span, parentSpanId));
  }
}

/** Walks up to a span whose top is known, and tells those on the way. Where spans name each other in a circle, it is cut. */
function findTop(node: Node): void {
  const way = new Set<Node>();
  let above: Node | undefined = node;
  while (above !== undefined && above.top === undefined && !way.has(above)) {
    way.add(above);
    above = above.parent;
  }
  for (const each of [...way].reverse()) {
    if (each.parent?.top === undefined) each.parent = undefined;
    each.top = each.parent?.top ?? each;
    each.isRpcAbove = each.parent !== undefined && (each.parent.isRpcAbove || each.parent.span.isRpc);
  }
}

function describeFamily({ span: { isRpc, isReplay }, isKnown, top, parent }: Node): void {
  const { family } = top!;
  family.hasRpc ||= isRpc;
  family.hasReplay ||= isReplay;
  family.hasKnown ||= isKnown;
  family.hasKnownHttp ||= isKnown && !isRpc;
  if (!isKnown || !isRpc) return;
  for (let above = parent; above !== undefined && !above.isKnownRpcBelow; above = above.parent)
    above.isKnownRpcBelow = true;
}

function keyOf({ traceId, service, instance }: ServerSpan, spanId: string): string {
  return JSON.stringify([traceId, service, instance, spanId]);
}
