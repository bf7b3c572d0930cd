import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '../../packages/db/src/generated/migrations.ts';
import { migrate } from '../../packages/db/src/migrate.ts';
import { runSql } from '../../packages/db/src/testing/make-template.ts';
import { nextMigration } from '../../packages/db/src/testing/next-migration.ts';
import { withDatabase } from '../../packages/db/src/testing/template.ts';
import { prepareDatabase } from '../../packages/jobs/src/migrate/prepare-database.ts';
import type { RollingOptions } from './parse-arguments.ts';
import { askCommand, runCommand } from './run-command.ts';

/** Stands in for the setup of the earlier code's tests: the template is there already, and its own migrations made none of it. */
const setup = `import type { TestProject } from 'vitest/node';

export default function setup(project: TestProject): void {
  const { TEST_DATABASE_URL: url, TEST_TEMPLATE: database } = process.env;
  project.provide('testTemplate', { kind: 'native', url: url!, database: database! });
}
`;

/** Tests of what the schema is, and of the embedded database, not of whether code works on the schema. */
const notOnTheSchema = ['*/schema.golden.db.test.ts', 'packages/db/src/embedded/*.db.test.ts'];

/**
 * Runs database tests of an earlier commit on a database that this code has migrated.
 * @returns the exit code of its test run. @throws Error saying which step failed.
 */
export async function runRolling(root: string, { ref, beyond, files }: RollingOptions): Promise<number> {
  const commit = await resolveRef(root, ref);
  const folder = await mkdtemp(join(tmpdir(), 'apiscope-rolling-'));
  const server = process.env.TEST_DATABASE_URL ?? (await startServer(root, folder));
  const database = `apiscope_rolling_${process.pid}`;
  try {
    await runSql(server, `CREATE DATABASE ${database}`);
    const url = withDatabase(server, database);
    await prepareDatabase({ url });
    if (beyond) await migrate({ url, migrations: [...migrations, nextMigration] });
    const code = join(folder, 'code');
    await unpack(root, commit, code);
    await writeFile(join(code, 'scripts/test-global-setup.ts'), setup);
    console.log(
      `rolling: tests of ${commit.slice(0, 12)} on the schema of this code${beyond ? ' and one beyond it' : ''}`,
    );
    const chosen = files.length > 0 ? files : ['.db.test.ts'];
    return await runCommand(
      'npx',
      ['vitest', 'run', '--project', 'database', '--testTimeout', '120000', ...chosen],
      {
        cwd: code,
        env: { TEST_DATABASE_URL: server, TEST_TEMPLATE: database },
      },
    );
  } finally {
    await runSql(server, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`).catch(() => {});
    if (process.env.TEST_DATABASE_URL === undefined)
      await runCommand('bash', ['scripts/native-postgres.sh', 'stop', join(folder, 'postgres')], {
        cwd: root,
      });
    await rm(folder, { recursive: true, force: true });
  }
}

async function resolveRef(root: string, ref: string | null): Promise<string> {
  const named =
    ref ??
    (await askCommand('git', ['describe', '--tags', '--abbrev=0', '--match', 'v*'], { cwd: root }).catch(
      () => {
        throw new Error(
          'there is no tag v* to take for the previous release; name a commit: npm run rolling -- --ref COMMIT',
        );
      },
    ));
  return askCommand('git', ['rev-parse', '--verify', `${named}^{commit}`], { cwd: root });
}

async function startServer(root: string, folder: string): Promise<string> {
  // The server runs as a user of its own.
  await askCommand('chmod', ['755', folder], { cwd: root });
  const said = await askCommand('bash', ['scripts/native-postgres.sh', 'start', join(folder, 'postgres')], {
    cwd: root,
  });
  return said.replace('DATABASE_URL=', '');
}

/** Writes a commit's files into a folder, but for tests that are not to run, with its own dependencies and what it generates. */
async function unpack(root: string, commit: string, folder: string): Promise<void> {
  const archive = `${folder}.tar`;
  await askCommand('git', ['archive', '--output', archive, commit], { cwd: root });
  await askCommand('mkdir', [folder], { cwd: root });
  const exclude = notOnTheSchema.map((pattern) => `--exclude=${pattern}`);
  await askCommand('tar', ['-xf', archive, '-C', folder, ...exclude], { cwd: root });
  for (const [command, args] of [
    ['node', ['scripts/pnpm.mjs', 'install', '--frozen-lockfile']],
    ['npx', ['tsx', 'scripts/generate.ts']],
  ] as const) {
    const code = await runCommand(command, args, { cwd: folder });
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} of ${commit} ended with ${code}`);
  }
}
