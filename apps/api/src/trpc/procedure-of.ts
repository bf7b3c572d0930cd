/** A procedure of a caller, bound to the context that the caller was made with. */
export type Call = (input: unknown) => Promise<unknown>;

/** Finds a procedure of a caller by its whole name, `users.get`. */
export function procedureOf(caller: object, name: string): Call {
  let at: unknown = caller;
  for (const step of name.split('.')) at = (at as Record<string, unknown>)[step];
  return at as Call;
}
