// Writes the Prisma client from its schema, unless the schema is the one of the last time, and the migrations as a module.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMigrations } from '../packages/db/src/read-migrations.ts';

const directory = join(import.meta.dirname, '../packages/db');
const stamp = join(directory, 'src/generated/.schema-hash');
const hash = createHash('sha256')
  .update(readFileSync(join(directory, 'prisma/schema.prisma')))
  .update(readFileSync(join(directory, 'package.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash) {
  // Generating needs no engine, yet the CLI downloads one unless it is told of some executable; see docs/decisions/0002-migrations-runner.md.
  const env = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
    ...process.env,
  };
  const run = spawnSync('node', ['node_modules/prisma/build/index.js', 'generate'], {
    cwd: directory,
    env,
    encoding: 'utf8',
  });
  if (run.status !== 0) {
    console.error(run.stdout, run.stderr);
    process.exit(run.status ?? 1);
  }
  writeFileSync(stamp, hash);
}

// As code they come along wherever the program runs, also where it has no files beside it.
const migrations = join(directory, 'src/generated/migrations.ts');
const code = `import type { Migration } from '../read-migrations.ts';

export const migrations: readonly Migration[] = ${JSON.stringify(await readMigrations(join(directory, 'prisma/migrations')), null, 2)};
`;
if (!existsSync(migrations) || readFileSync(migrations, 'utf8') !== code) writeFileSync(migrations, code);
