/** Changes to the parameters of an address; null, like an empty text, takes one away. */
export type ParamChanges = { [name: string]: string | null };

/** A copy of the parameters with some changed. */
export function changeParams(params: URLSearchParams, changes: ParamChanges): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}
