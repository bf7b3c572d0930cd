import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { AppError } from '../../packages/core/src/errors.ts';
import { checkDatabase } from '../../packages/db/src/check-database.ts';
import { checkSource } from '../../packages/db/src/move/check-source.ts';
import { checkTarget } from '../../packages/db/src/move/check-target.ts';
import { type Moved, moveRows } from '../../packages/db/src/move/move-rows.ts';
import { prepareDatabase } from '../../packages/jobs/src/migrate/prepare-database.ts';
import { readSettings } from '../start/settings.ts';
import { openSource } from './open-source.ts';
import {
  isDatabaseUrl,
  type MoveArguments,
  moveUsage,
  parseArguments,
  UsageError,
} from './parse-arguments.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Output = { write(text: string): unknown };
type Terminal = { env: Readonly<Record<string, string | undefined>>; output: Output; errors: Output };

/** @returns the exit code: 0, 2 when nothing was begun, 1 when the move failed and nothing of it was kept. */
export async function runDbMove(argv: readonly string[], { env, output, errors }: Terminal): Promise<number> {
  const say = (line: string) => output.write(`${line}\n`);
  let begun = false;
  try {
    const input = parseArguments(argv);
    if (input === null) {
      say(moveUsage);
      return 0;
    }
    const { dataDir } = readSettings({ DATA_DIR: env.DATA_DIR }, root);
    const from = input.from ?? dataDir;
    await move({ ...input, from }, say, () => {
      begun = true;
    });
    return 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    errors.write(`${error.message}\n`);
    if (begun) {
      errors.write('Nothing was moved: the source is as it was and the target has no rows. Run it again.\n');
      return 1;
    }
    if (!(error instanceof UsageError || error instanceof AppError)) throw error;
    errors.write('Nothing was changed.\n');
    return 2;
  }
}

type Say = (line: string) => void;

async function move(
  { from, to, checkOnly }: MoveArguments & { from: string },
  say: Say,
  onBegin: () => void,
): Promise<void> {
  await checkDatabase({ url: to, name: '--to' });
  await withClient(to, (target) => checkTarget(target, to));
  if (isDatabaseUrl(from)) await checkDatabase({ url: from, name: '--from' });
  const { url, close } = await openSource(from);
  try {
    await withClient(url, (source) => checkSource(source, url));
    if (checkOnly) {
      say('Both are fit for the move; nothing was changed.');
      return;
    }
    onBegin();
    const started = performance.now();
    await prepareDatabase({ url: to });
    const moved = await withClient(url, (source) =>
      withClient(to, (target) =>
        moveRows({ source, target }, (name, rows) =>
          say(`${rows.toLocaleString('en').padStart(14)}  ${name}`),
        ),
      ),
    );
    await gatherStatistics(to, say);
    conclude(moved, { from, to, seconds: (performance.now() - started) / 1000 }, say);
  } finally {
    await close();
  }
}

/** Without them the first queries would be planned badly; autovacuum would do the same after a while. */
async function gatherStatistics(url: string, say: Say): Promise<void> {
  try {
    await withClient(url, (target) => target.query('VACUUM (ANALYZE)'));
  } catch (error) {
    say(`Everything is there, but not VACUUM (ANALYZE): ${error instanceof Error ? error.message : error}`);
  }
}

/** Hands a connection of its own to `work`. That it was lost is told by the query that needed it. */
async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'apiscope-move' });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

function conclude(
  { rows, tables }: Moved,
  at: { from: string; to: string; seconds: number },
  say: Say,
): void {
  const target = new URL(at.to);
  if (target.password) target.password = '***';
  say(
    `Moved ${rows.toLocaleString('en')} rows of ${tables} tables in ${at.seconds.toFixed(1)} s; each table was compared row by row.`,
  );
  say(
    `Set DATABASE_URL=${target.href} and start again. The source was not changed: delete it when you need it no more.`,
  );
  say(
    `The headers of replay targets need the same key: keep DATA_DIR, or set APISCOPE_SECRET_KEY to what its file secret-key holds.`,
  );
}
