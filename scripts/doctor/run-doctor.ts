import { parseArgs } from 'node:util';
import type { Clock } from '../../packages/core/src/clock.ts';
import { readSettings } from '../start/settings.ts';
import {
  type Check,
  type DatabaseCheck,
  type Finding,
  fail,
  type Machine,
  type Outcome,
  reasonOf,
  skip,
} from './check.ts';
import { checkAccess, checkProxies } from './check-access.ts';
import { checkDashboard, checkDist } from './check-builds.ts';
import { checkClock } from './check-clock.ts';
import { checkConnection } from './check-connection.ts';
import { checkDisk } from './check-disk.ts';
import { checkEnvironment } from './check-environment.ts';
import { checkExtensions, checkRights } from './check-extensions.ts';
import { checkGeo } from './check-geo.ts';
import { checkMigrations } from './check-migrations.ts';
import { checkPartitions } from './check-partitions.ts';
import { checkPort } from './check-port.ts';
import { checkQueue } from './check-queue.ts';
import { checkSealed, checkSecretKey } from './check-secret-key.ts';
import { type FoundDatabase, findDatabase } from './find-database.ts';
import { hideSecrets } from './hide-secrets.ts';
import { printTable } from './print-table.ts';

/** Longest that one check may take, ms. */
const patience = 20_000;

const machineChecks: readonly Check[] = [
  { name: 'node', run: () => ({ status: 'ok', says: `Node ${process.versions.node}` }) },
  { name: 'environment', run: checkEnvironment },
  { name: 'access', run: checkAccess },
  { name: 'proxies', run: checkProxies },
  { name: 'port', run: checkPort },
  { name: 'disk', run: checkDisk },
  { name: 'secret key', run: checkSecretKey },
  { name: 'geo', run: checkGeo },
  { name: 'dashboard', run: checkDashboard },
  { name: 'dist', run: checkDist },
];
const databaseChecks: readonly DatabaseCheck[] = [
  { name: 'connection', run: checkConnection },
  { name: 'extensions', run: checkExtensions },
  { name: 'rights', run: checkRights },
  { name: 'clock', run: checkClock },
  { name: 'migrations', run: checkMigrations },
  { name: 'partitions', needsTables: true, run: checkPartitions },
  { name: 'queue', needsTables: true, run: checkQueue },
  { name: 'sealed', needsTables: true, run: checkSealed },
];

export type DoctorOptions = Pick<Machine, 'root' | 'env' | 'envFile' | 'clock'> & {
  output: { write(text: string): unknown };
};

/** Looks at everything, whatever is broken, and prints it. @returns the exit code: 1 when something fails, 2 for arguments that can't be followed. */
export async function runDoctor(
  argv: readonly string[],
  { output, ...given }: DoctorOptions,
): Promise<number> {
  let isJson: boolean | undefined;
  try {
    isJson = parseArgs({ args: [...argv], options: { json: { type: 'boolean' } } }).values.json;
  } catch (error) {
    output.write(`${reasonOf(error)}; usage: npm run doctor -- [--json]\n`);
    return 2;
  }
  const findings = await findAll(given);
  const status = findings.some((finding) => finding.status === 'fail') ? 'fail' : 'ok';
  const text = isJson ? `${JSON.stringify({ status, checks: findings }, null, 2)}\n` : printTable(findings);
  output.write(hideSecrets(text, given.env));
  return status === 'fail' ? 1 : 0;
}

async function findAll(given: Omit<DoctorOptions, 'output'>): Promise<Finding[]> {
  const machine = readMachine(given);
  const findings: Finding[] = [];
  const look = async (name: string, run: () => Promise<Outcome> | Outcome) => {
    findings.push({ name, ...(await attempt(run)) });
  };
  for (const { name, run } of machineChecks) await look(name, () => run(machine));
  let found: FoundDatabase = { database: null, outcome: skip('not looked for') };
  await look('database', async () => {
    found = await findDatabase(machine);
    return found.outcome;
  });
  const { database } = found as FoundDatabase;
  try {
    const hasTables = database !== null && (await isMigrated(database.client));
    for (const { name, needsTables, run } of databaseChecks)
      await look(name, () => {
        if (database === null) return skip('not checked: no database');
        return needsTables && !hasTables ? skip('not checked: no tables yet') : run(database, machine);
      });
  } finally {
    await database?.close().catch(() => {});
  }
  return findings;
}

/** A port that can't be read is told by another check; until it is, the usual one is looked at. */
function readMachine(given: {
  root: string;
  env: Machine['env'];
  envFile: string | null;
  clock: Clock;
}): Machine {
  const { DATA_DIR, HOST, PORT } = given.env;
  try {
    return { ...given, ...readSettings({ DATA_DIR, HOST, PORT }, given.root) };
  } catch {
    return { ...given, ...readSettings({ DATA_DIR, HOST }, given.root) };
  }
}

async function isMigrated(client: {
  query(sql: string): Promise<{ rows: { there: boolean }[] }>;
}): Promise<boolean> {
  try {
    const { rows } = await client.query(
      `SELECT to_regclass('job_runs') IS NOT NULL AND to_regclass('logs') IS NOT NULL AS there`,
    );
    return rows[0]!.there;
  } catch {
    return false;
  }
}

/** A check that fails itself is a finding too, and stops no other. */
async function attempt(run: () => Promise<Outcome> | Outcome): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(
      () =>
        resolve(
          fail(`did not end within ${patience / 1_000} s`, 'see whether the database or the disk hangs'),
        ),
      patience,
    );
  });
  try {
    return await Promise.race([Promise.resolve().then(run), late]);
  } catch (error) {
    return fail(`could not be checked: ${reasonOf(error)}`, 'mend what this says, and look again');
  } finally {
    clearTimeout(timer);
  }
}
