import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, it } from 'vitest';
import { freePort } from '../../apps/api/src/testing/spawn-api.ts';

const root = join(import.meta.dirname, '../..');
const dataDir = mkdtempSync(join(tmpdir(), 'apiscope-doctor-embedded-'));
let server: ChildProcess | undefined;
afterAll(async () => {
  server?.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** The embedded database as `npm start` runs it. */
async function start(port: number): Promise<void> {
  const file = join(root, 'packages/db/src/embedded/server.ts');
  const args = ['--import', 'tsx', file, '--data-dir', join(dataDir, 'database'), '--port', `${port}`];
  server = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    server!.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
    server!.stdout!.on('data', (chunk) => String(chunk).includes('EMBEDDED READY') && resolve());
  });
}

/** The command itself. */
async function doctor(env: Record<string, string>): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const options = {
      cwd: root,
      env: { NODE_ENV: 'test' as const, PATH: process.env.PATH, DATA_DIR: dataDir, ...env },
    };
    execFile(process.execPath, ['scripts/doctor.mjs'], options, (error, text) =>
      resolve({ code: error === null ? 0 : Number(error.code), text }),
    );
  });
}

const isOnce = inject('testTemplate').kind === 'embedded';

it.skipIf(!isOnce)(
  'looks into the embedded database, running or stopped, and changes nothing',
  async () => {
    const [port, api] = [await freePort(), await freePort()];
    await start(port);
    const running = await doctor({ PORT: `${api}` });
    expect(running.text).toMatch(
      new RegExp(`ok +database +embedded in .* runs as process ${server!.pid} on port ${port}`),
    );
    expect(running.text).toMatch(/warn +migrations +\d+ are pending/);
    expect(running.text).toMatch(/- +queue +not checked: no tables yet/);
    expect(running.code).toBe(0);

    const ended = new Promise((resolve) => server!.once('exit', resolve));
    server!.kill('SIGTERM');
    await ended;
    const before = hashOf(dataDir);
    const stopped = await doctor({ PORT: `${api}`, AUTH: 'perhaps' });
    expect(stopped.text).toMatch(/ok +database +embedded in .*, stopped; a copy was looked into/);
    expect(stopped.text).toMatch(/warn +migrations +\d+ are pending/);
    expect(stopped.text).toMatch(/FAIL +environment +AUTH: .*\n +fix: /);
    expect(stopped.code).toBe(1);
    expect(hashOf(dataDir)).toBe(before);
    expect(readdirSync(tmpdir()).filter((name) => /^apiscope-doctor-\w{6}$/.test(name))).toEqual([]);
  },
  180_000,
);

it('says that nothing is there yet', async () => {
  const { code, text } = await doctor({ PORT: `${await freePort()}`, DATA_DIR: join(dataDir, 'nothing') });
  expect(text).toMatch(/- +database +none in .* yet: npm start makes it/);
  expect(text).toMatch(/ok +secret key +none yet/);
  expect(code).toBe(0);
}, 60_000);

/** Of every file of a folder, by name and content. */
function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).sort((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  ))
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
  return hash.digest('hex');
}
