/** A header that is being edited: one that is stored, whose value nobody sees, or a new one. */
export type HeaderEdit = {
  key: number;
  name: string;
  value: string;
  /** Whether it is stored already. */
  isStored: boolean;
  /** `keep`: as it is stored. */
  intent: 'keep' | 'set' | 'remove';
};

/** What is sent of them: values to set, null for those to take away; undefined when nothing changes. */
export function headerChanges(edits: readonly HeaderEdit[]): Record<string, string | null> | undefined {
  const changes = edits.flatMap(({ name, value, isStored, intent }): [string, string | null][] => {
    if (intent === 'keep' || (!isStored && name.trim() === '')) return [];
    return [[name.trim(), intent === 'remove' ? null : value]];
  });
  return changes.length === 0 ? undefined : Object.fromEntries(changes);
}
