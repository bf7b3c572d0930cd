import { environmentFiles } from '../environment/render.ts';
import type { Rule } from './source-file.ts';

/** Files made of the environment's schemas that no longer say what the schemas do. */
export const findDriftedEnvironment: Rule = (files) => {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return Object.entries(environmentFiles).flatMap(([path, render]) =>
    texts.get(path) === render()
      ? []
      : `${path} differs from the schemas: npm run environment writes it anew`,
  );
};
