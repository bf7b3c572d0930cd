import { join } from 'node:path';
import ts from 'typescript';

/**
 * What TypeScript says of sst.config.ts and infra/ against the platform's and AWS's own types. The platform is left to its makers: of its
 * source the types are taken, and nothing is looked for in it.
 */
export function checkTypes(root: string): string[] {
  const { config } = ts.readConfigFile(join(root, 'infra/tsconfig.json'), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'infra'));
  const program = ts.createProgram(fileNames, options);
  const own = fileNames.flatMap((name) => program.getSourceFile(name) ?? []);
  return [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...own.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ].map((found) => ts.formatDiagnostic(found, host(root)).trim());
}

const host = (root: string): ts.FormatDiagnosticsHost => ({
  getCurrentDirectory: () => root,
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
});
