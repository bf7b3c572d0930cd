// npm run environment: writes docs/environment.md and .env.example from the schemas of the variables.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentFiles } from './environment/render.ts';

for (const [path, render] of Object.entries(environmentFiles))
  writeFileSync(join(import.meta.dirname, '..', path), render());
