import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A package whose code is part of an output. */
type Package = { name: string; version: string; license: string; texts: string[] };

const licenceFile = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/**
 * Writes `LICENSES.txt`: each package that an output holds something of, with the texts of its licence, which most licences want to go along.
 * @param paths absolute, of the files that went into the output.
 */
export async function writeLicences(paths: readonly string[], folder: string): Promise<void> {
  const homes = new Set(paths.flatMap((path) => homeOf(path) ?? []));
  const packages = await Promise.all([...homes].map(readPackage));
  const texts = packages
    .sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version))
    .map(({ name, version, license, texts }) =>
      [`${name} ${version} (${license})`, ...texts].map((text) => text.trim()).join('\n\n'),
    );
  await writeFile(join(folder, 'LICENSES.txt'), `${[...new Set(texts)].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

/** Folder of the package that a file is of; undefined: it is ours. */
function homeOf(path: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

async function readPackage(home: string): Promise<Package> {
  const { name, version, license } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  const files = (await readdir(home)).filter((file) => licenceFile.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(home, file), 'utf8').catch(() => '')));
  return { name, version, license: typeof license === 'string' ? license : 'see below', texts };
}
