import ts from 'typescript';
import { isTest, type Rule, type SourceFile } from './source-file.ts';

const SOURCE = /^(packages|apps)\/.*\.tsx?$/;
const CLOCK_HOMES = new Set(['packages/core/src/clock.ts', 'packages/core/src/ids.ts']);
/** Snippets are whole programs of somebody else, who has no env.ts. */
const ENV_HOME = /(^|\/)env(\.server)?\.ts$|\.config\.ts$|^packages\/sdk\/snippets\//;
const WORTH_PARSING = /Date|Math\.random|randomUUID|performance|process\.env/;

/** Ambient values by the text of the expression that reads them, and where they come from instead. */
const BANNED = new Map([
  ['Date.now', 'the clock of core/clock.ts'],
  ['performance.now', 'the clock of core/clock.ts'],
  ['Math.random', 'core/ids.ts'],
  ['crypto.randomUUID', 'core/ids.ts'],
  ['globalThis.crypto.randomUUID', 'core/ids.ts'],
]);

/**
 * Time, randomness and environment read where they cannot be injected: `Date.now`, `new Date()` and `Date()` without
 * arguments, `performance.now`, `Math.random` and `randomUUID` outside core's clock and ids; `process.env` outside the
 * env.ts of a process. Tests, scripts, benches and end-to-end tests may.
 */
export const findAmbientValues: Rule = (files) =>
  files
    .filter(({ path, text }) => SOURCE.test(path) && !isTest(path) && WORTH_PARSING.test(text))
    .flatMap(findInFile);

function findInFile(file: SourceFile): string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const why = reasonAgainst(node, file.path);
    if (why !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file.path}:${line + 1} ${why}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function reasonAgainst(node: ts.Node, path: string): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText();
    if (text === 'process.env' && !ENV_HOME.test(path)) return 'reads process.env outside an env.ts';
    const home = BANNED.get(text);
    if (home !== undefined && !CLOCK_HOMES.has(path)) return `uses ${text}: take ${home}`;
    return undefined;
  }
  if (CLOCK_HOMES.has(path)) return undefined;
  if (ts.isCallExpression(node) && node.expression.getText() === 'randomUUID')
    return 'uses randomUUID: take core/ids.ts';
  const isDateMade = ts.isNewExpression(node) || ts.isCallExpression(node);
  if (!isDateMade || node.expression.getText() !== 'Date') return undefined;
  const reads = ts.isCallExpression(node) || (node.arguments?.length ?? 0) === 0;
  return reads ? 'reads the time by Date: take the clock of core/clock.ts' : undefined;
}
