import { lineAt, type Rule } from './source-file.ts';

const DOCUMENT = /^(README|ARCHITECTURE|CONTRIBUTING)\.md$|^docs\/.*\.md$/;
const FOLDERS = ['apps', 'packages', 'scripts', 'docs', 'bench', 'e2e', 'infra', 'deploy', '.ci'];
const IN_CODE = /`([^`\n]+)`/g;
const IN_LINK = /\]\(([^)#\s]+)(?:#[^)]*)?\)/g;
const ROOT_FILE = /^\.?[\w-]+(\.[\w-]+)*\.(md|json|cjs|yaml|toml|example)$/;

/**
 * Paths cited by README.md, ARCHITECTURE.md, CONTRIBUTING.md and docs/ that do not exist: in relative links, and in
 * `code` when the first folder is one of the repository's or a bare name ends as files of the root do. `*` and `<name>`
 * stand for anything, `{a,b}` for either.
 */
export const findMissingDocPaths: Rule = (files) => {
  const known = knownPaths(files.map(({ path }) => path));
  const exists = (path: string): boolean =>
    /[*<]/.test(path) ? known.some((one) => globOf(path).test(one)) : known.includes(path);

  return files
    .filter(({ path }) => DOCUMENT.test(path))
    .flatMap(({ path, text }) =>
      citedPaths(path, text)
        .filter((cited) => !cited.paths.every(exists))
        .map((cited) => `${path}:${cited.line} cites ${cited.text}, which does not exist`),
    );
};

type Citation = { text: string; paths: string[]; line: number };

function citedPaths(document: string, text: string): Citation[] {
  const folder = document.split('/').slice(0, -1).join('/');
  const cited: Citation[] = [];
  for (const hit of text.matchAll(IN_CODE)) {
    const line = lineAt(text, hit.index);
    for (const word of (hit[1] ?? '').split(/\s+/))
      if (isRepositoryPath(word)) cited.push({ text: word, paths: spell(word), line });
  }
  for (const hit of text.matchAll(IN_LINK)) {
    const target = hit[1] ?? '';
    if (/^[a-z]+:/.test(target)) continue;
    cited.push({ text: target, paths: [resolveFrom(folder, target)], line: lineAt(text, hit.index) });
  }
  return cited;
}

function isRepositoryPath(word: string): boolean {
  const [first, second] = word.split('/');
  if (second === undefined) return ROOT_FILE.test(word) && word !== 'package.json';
  return FOLDERS.includes(first ?? '') && /^[\w./@$*<>{},()-]+$/.test(word);
}

/** `a/{b,c}.ts` → both paths; a trailing slash or line number is dropped. */
function spell(word: string): string[] {
  const path = word.replace(/:\d+$/, '').replace(/\/$/, '');
  const braces = /\{([^}]*)\}/.exec(path);
  if (braces === null) return [path];
  return (braces[1] ?? '').split(',').flatMap((choice) => spell(path.replace(braces[0], choice)));
}

function resolveFrom(folder: string, target: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of target.replace(/\/$/, '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** Files and every folder above them. */
function knownPaths(files: string[]): string[] {
  const known = new Set<string>(files);
  for (const file of files) {
    const parts = file.split('/');
    while (parts.pop() !== undefined && parts.length > 0) known.add(parts.join('/'));
  }
  return [...known];
}

function globOf(path: string): RegExp {
  const source = path
    .split(/(\*\*|\*|<[^>]*>)/)
    .map((part) => {
      if (part === '**') return '.*';
      return part === '*' || part.startsWith('<') ? '[^/]*' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}
