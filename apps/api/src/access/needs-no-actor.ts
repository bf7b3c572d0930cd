/** Files of a page, the API's description of itself, and probes, which must not wait for a database that hangs. */
const paths = /^\/(?:assets\/|favicon\.|health(?:\/|$)|trpc\/health\.\w+$|doc$|reference(?:\/|$))/;

/** Whether a door answers everybody alike, so that who asks need not be looked up. */
export function needsNoActor(path: string): boolean {
  return paths.test(path);
}
