import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'build', 'dist', 'generated', '.cache']);

/** SHA-256 over the names and contents of files and folders (paths from `root`); tests do not count. */
export function hashInputs(root: string, paths: string[]): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    if (!statSync(full).isDirectory()) {
      hash.update(path).update('\0').update(readFileSync(full)).update('\0');
      return;
    }
    for (const name of readdirSync(full).sort())
      if (!SKIPPED.has(name) && !name.includes('.test.')) add(join(path, name));
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

export type Step = {
  name: string;
  root: string;
  inputs: string[];
  /** What the work leaves behind; when it is missing, the work is done again. */
  output: string;
};

/** Whether the inputs are those of which the output was made. */
export function isCurrent(step: Step): boolean {
  const stamp = stampOf(step);
  return (
    existsSync(join(step.root, step.output)) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hashInputs(step.root, step.inputs)
  );
}

function stampOf({ root, name }: Step): string {
  return join(root, 'node_modules', '.cache', 'apiscope', name);
}

/** Does `work` when the inputs changed since it last succeeded, or its output is gone. Returns whether it did. */
export async function whenChanged(step: Step, work: () => Promise<void>): Promise<boolean> {
  if (isCurrent(step)) return false;
  const key = hashInputs(step.root, step.inputs);
  const stamp = stampOf(step);
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, key);
  return true;
}
