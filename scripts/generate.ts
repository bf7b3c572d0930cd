// Writes the Prisma client from its schema, unless the schema is the one of the last time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
