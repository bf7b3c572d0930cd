/** A connection that is not made, since its address is not one to reach. The message is the reason. */
export class RefusedConnection extends Error {
  override readonly name = 'RefusedConnection';

  /** The refusal among an error and its causes. */
  static find(error: unknown): RefusedConnection | null {
    for (let each = error, depth = 0; each instanceof Error && depth < 8; each = each.cause, depth++)
      if (each instanceof RefusedConnection) return each;
    return null;
  }
}
