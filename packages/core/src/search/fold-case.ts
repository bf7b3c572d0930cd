/**
 * Lower case for comparisons without regard to case, character by character as PostgreSQL's ILIKE does it: no character grows
 * (`İ` is `i`) and none looks at its neighbours (every `Σ` is `σ`), which `toLowerCase` of a whole text would do.
 */
export function foldCase(text: string): string {
  if (/^\p{ASCII}*$/u.test(text)) return text.toLowerCase();
  return Array.from(text, (char) => String.fromCodePoint(char.toLowerCase().codePointAt(0)!)).join('');
}
