import { setFlagsFromString } from 'node:v8';

/**
 * Keeps a process small that mostly waits; to be called before anything else is loaded. Prisma's query compiler is WebAssembly, and optimising
 * it takes 50 MB that are never given back, for no measurable gain in time a request. What loading leaves behind would make room for
 * young objects grow to 32 MB, which is only worth it under load.
 * @returns what lets that room grow again, for when everything is loaded.
 */
export function startSmall(): () => void {
  setFlagsFromString('--liftoff-only');
  setFlagsFromString('--semi-space-growth-factor=1');
  return () => setFlagsFromString('--semi-space-growth-factor=2');
}
