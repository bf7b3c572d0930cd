import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../packages/core/src/clock.ts';
import { whenChanged } from '../start/inputs.ts';
import { webStep } from '../start/prepare.ts';
import type { Machine } from './check.ts';
import { checkAccess, checkProxies } from './check-access.ts';
import { checkDashboard, checkDist } from './check-builds.ts';
import { checkDisk } from './check-disk.ts';
import { checkPort } from './check-port.ts';
import { checkSecretKey } from './check-secret-key.ts';
import { hideSecrets } from './hide-secrets.ts';
import { printTable } from './print-table.ts';

const root = mkdtempSync(join(tmpdir(), 'apiscope-doctor-checks-'));
afterAll(() => rmSync(root, { recursive: true }));
const machine = (env: Record<string, string> = {}, rest: Partial<Machine> = {}): Machine => ({
  root,
  env,
  envFile: null,
  clock: systemClock,
  dataDir: root,
  host: env.HOST ?? '127.0.0.1',
  port: 3000,
  ...rest,
});

describe('the checks of a machine', () => {
  it.each([
    ['fail', { HOST: '0.0.0.0', AUTH: 'off' }, 'everybody who reaches 0.0.0.0'],
    ['warn', { HOST: '0.0.0.0' }, 'PUBLIC_URL is not set'],
    ['warn', { HOST: '0.0.0.0', PUBLIC_URL: 'http://apiscope.example.com' }, 'plain http'],
    ['ok', { HOST: '::1', PUBLIC_URL: 'http://localhost:3000' }, 'AUTH=off on ::1'],
    ['ok', { HOST: '0.0.0.0', PUBLIC_URL: 'https://apiscope.example.com' }, 'AUTH=on'],
  ])('access: %s for %j', (status, env, says) => {
    expect(checkAccess(machine(env))).toMatchObject({ status, says: expect.stringContaining(says) });
  });

  it.each([
    ['ok', { TRUSTED_PROXIES: '10.0.0.0/8, loopback, ::1' }, 'believed: 10.0.0.0/8'],
    ['fail', { TRUSTED_PROXIES: 'private,::/0' }, '::/0'],
    ['warn', { PUBLIC_URL: 'https://apiscope.example.com' }, 'TRUSTED_PROXIES names none'],
    ['skip', { TRUSTED_PROXIES: 'nginx' }, 'not understood'],
  ])('proxies: %s for %j', (status, env, says) => {
    expect(checkProxies(machine(env))).toMatchObject({ status, says: expect.stringContaining(says) });
  });

  it('port: another Apiscope is no fault', async () => {
    const server = createServer((_, response) =>
      response.end('{"data":{"name":"apiscope","version":"9.9.9"}}'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await checkPort(machine({}, { port }))).toEqual({
      status: 'ok',
      says: `Apiscope 9.9.9 answers on ${port}`,
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await checkPort(machine({}, { host: '203.0.113.7' }))).toMatchObject({ status: 'fail' });
  });

  it('disk: a folder that takes nothing', async () => {
    expect(await checkDisk({ dataDir: join(root, 'not/there/yet') })).toMatchObject({
      says: expect.stringMatching(/GiB free/),
    });
    // Of a size of nothing, or closed to whoever is not root.
    if (process.platform === 'linux')
      expect(await checkDisk({ dataDir: '/proc/apiscope' })).toMatchObject({ status: 'fail' });
  });

  it('secret key: a file that others may read, and one that holds no key', async () => {
    const file = join(root, 'secret-key');
    writeFileSync(file, `${Buffer.alloc(32, 3).toString('base64')}\n`, { mode: 0o600 });
    expect(await checkSecretKey(machine())).toEqual({ status: 'ok', says: `that of ${file}` });
    chmodSync(file, 0o644);
    expect(await checkSecretKey(machine())).toMatchObject({ status: 'warn', fix: `chmod 600 ${file}` });
    writeFileSync(file, 'nonsense');
    expect(await checkSecretKey(machine())).toMatchObject({ status: 'fail' });
  });

  it('dashboard and dist: missing, made, and older than their sources', async () => {
    const source = join(root, 'apps/web/app.ts');
    mkdirSync(join(root, 'apps/web'), { recursive: true });
    mkdirSync(join(root, 'packages/core/src'), { recursive: true });
    writeFileSync(source, 'one');
    expect(checkDashboard({ root })).toMatchObject({ status: 'warn', says: 'the dashboard is not built' });
    expect(checkDist({ root })).toMatchObject({ status: 'ok' });
    const step = webStep(root);
    await whenChanged(step, async () => {
      mkdirSync(join(root, 'apps/web/build/server'), { recursive: true });
      writeFileSync(join(root, step.output), 'built');
    });
    mkdirSync(join(root, 'dist/api'), { recursive: true });
    writeFileSync(join(root, 'dist/api/server.js'), 'built');
    utimesSync(source, 1_000, 1_000);
    expect([checkDashboard({ root }).status, checkDist({ root }).status]).toEqual(['ok', 'ok']);
    writeFileSync(source, 'two');
    utimesSync(source, 4_000_000_000, 4_000_000_000);
    expect([checkDashboard({ root }).status, checkDist({ root }).status]).toEqual(['warn', 'warn']);
  });
});

describe('what is printed', () => {
  it('has no secret in it, wherever an error put one', () => {
    const env = {
      DATABASE_URL: 'postgres://apiscope:p%40ss:w@rd@db/apiscope',
      DATABASE_DIRECT_URL: 'postgres://apiscope:apiscope@db/apiscope',
      APISCOPE_SECRET_KEY: 'the-key',
      APISCOPE_KEY: 'aps_x_y',
    };
    const text = 'apiscope says p%40ss:w@rd, p@ss:w@rd, the-key and aps_x_y';
    expect(hideSecrets(text, env)).toBe('apiscope says ***, ***, *** and ***');
    expect(hideSecrets('odd hunter2', { DATABASE_URL: 'postgres://db/x?user=a&password=hunter2' })).toBe(
      'odd ***',
    );
  });

  it('is a line a check, with what mends it', () => {
    expect(
      printTable([
        { name: 'node', status: 'ok', says: 'Node 20' },
        { name: 'database', status: 'fail', says: 'away\nfar', fix: 'start it' },
        { name: 'queue', status: 'skip', says: 'not checked: no database' },
      ]),
    ).toBe(
      [
        'ok    node      Node 20',
        'FAIL  database  away; far',
        '                fix: start it',
        '-     queue     not checked: no database',
        '',
        '1 ok, 0 to look at, 1 wrong, 1 not checked',
        '',
      ].join('\n'),
    );
  });
});
