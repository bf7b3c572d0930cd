/** Longest version that is taken note of, characters. */
export const maxVersionLength = 200;

/** Where a line names the version of the service that wrote it, the first that is there: ours, and OpenTelemetry's resource attribute. */
const keys = ['version', 'service.version'] as const;

/** The version that a line names in its `meta`; null when it names none, or none that is a text of 1 to 200 characters. */
export function versionOf(meta: unknown): string | null {
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) return null;
  for (const key of keys) {
    const value: unknown = Object.hasOwn(meta, key) ? (meta as Record<string, unknown>)[key] : null;
    if (typeof value === 'string' && isVersion(value)) return value;
  }
  return null;
}

/** Whether a text may be a version. */
export function isVersion(text: string): boolean {
  const length = [...text.slice(0, 2 * maxVersionLength + 1)].length;
  return length >= 1 && length <= maxVersionLength;
}
