import type { Variable } from '../../packages/core/src/env/list-variables.ts';
import { variables } from './variables.ts';

/** Files that are made of the schemas, by path from the repository's root. */
export const environmentFiles: Readonly<Record<string, () => string>> = {
  'docs/environment.md': renderTable,
  '.env.example': renderExample,
};

function renderTable(): string {
  const rows = variables.map(
    (variable) =>
      `| \`${variable.name}\` | ${variable.readers.join(', ')} | ${whenUnset(variable)} | ${variable.about} |`,
  );
  return `# Environment

<!-- Made by \`npm run environment\` from the schemas that read the variables; \`pnpm check\` fails when the two differ. -->

Read from the shell; \`npm start\` reads \`.env\` in the repository's root after it, and hands everything on to API and worker. An empty
value counts as unset. A wrong value is one line that names the variable, and nothing is started.

| variable | read by | default | meaning |
|---|---|---|---|
${rows.join('\n')}
`;
}

function whenUnset({ fallback, unset, isRequired }: Variable): string {
  if (isRequired) return 'needed';
  return unset ?? (fallback === null ? 'unset' : `\`${fallback}\``);
}

function renderExample(): string {
  const blocks = variables.map(
    ({ name, about, fallback }) =>
      `# ${plain(about)}\n${fallback === null ? '#' : ''}${name}=${fallback ?? ''}`,
  );
  return `# Copy to .env for \`npm start\`; every variable may be left out. Variables of the shell win over this file.
# Made of the schemas that read them, as docs/environment.md is, by \`npm run environment\`.

${blocks.join('\n\n')}
`;
}

/** Without links, for a file that shows none. */
function plain(text: string): string {
  return text.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, 'docs/$1.md');
}
