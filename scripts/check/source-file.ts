/** A file of the repository: its path from the root, with `/`, and its text, empty for a binary one. */
export type SourceFile = { path: string; text: string };

/** One rule over the whole repository: every finding is `path:line what is wrong`, or `path what is wrong`. */
export type Rule = (files: SourceFile[]) => string[];

/** Tests, end-to-end tests and what only they use. */
export function isTest(path: string): boolean {
  return /\.(test|spec|bench)\.tsx?$|(^|\/)testing\/|^e2e\//.test(path);
}

/** Line number, from 1, of a character offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
