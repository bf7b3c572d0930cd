/** The longest that a policy may keep anything, days. */
export const maxPolicyDays = 3_650;

/** Days as a person types them. @returns null when the text is no whole number from 1 to {@link maxPolicyDays}. */
export function parseDays(text: string): number | null {
  if (!/^\s*\d{1,4}\s*$/.test(text)) return null;
  const days = Number(text);
  return days >= 1 && days <= maxPolicyDays ? days : null;
}
