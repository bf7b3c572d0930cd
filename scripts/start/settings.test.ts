import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { pickDatabasePort, requireFreePort } from './ports.ts';
import { restartDelay, restartPolicy } from './restart-policy.ts';
import { addressOf, readSettings, StartError } from './settings.ts';

describe('readSettings', () => {
  it('starts from defaults and counts empty as unset', () => {
    const unset = { databaseUrl: undefined, directUrl: undefined };
    const defaults = { port: 3000, host: '127.0.0.1', dataDir: '/app/.data', ...unset };
    expect(readSettings({}, '/app')).toEqual(defaults);
    expect(readSettings({ PORT: '', HOST: '', DATA_DIR: '', DATABASE_URL: '' }, '/app')).toEqual(defaults);
  });

  it('goes past a connection pooler only where one is named', () => {
    const [DATABASE_URL, DATABASE_DIRECT_URL] = ['postgres://pooler/a', 'postgres://database/a'];
    expect(readSettings({ DATABASE_URL, DATABASE_DIRECT_URL }, '/app').directUrl).toBe(DATABASE_DIRECT_URL);
    // The embedded database is not what it leads to.
    expect(readSettings({ DATABASE_DIRECT_URL }, '/app').directUrl).toBeUndefined();
  });

  it.each(['0', '65536', '80.5', 'http', '-1'])('refuses PORT=%s', (PORT) => {
    expect(() => readSettings({ PORT }, '/app')).toThrow(StartError);
  });

  it('resolves DATA_DIR and shows loopback by its name', () => {
    const settings = readSettings({ PORT: '4000', DATA_DIR: '/var/apiscope' }, '/app');
    expect(settings.dataDir).toBe('/var/apiscope');
    expect(addressOf(settings)).toBe('http://localhost:4000');
    expect(addressOf({ ...settings, host: 'fd00::2' })).toBe('http://[fd00::2]:4000');
  });
});

describe('requireFreePort', () => {
  it('names the port and the variable when it is taken, and accepts it once it is free', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    await expect(requireFreePort('127.0.0.1', port)).rejects.toThrow(
      `port ${port} is taken by another program; stop it, or choose another port: PORT=${port + 1} npm start`,
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(requireFreePort('127.0.0.1', port)).resolves.toBeUndefined();
  });
});

describe('pickDatabasePort', () => {
  it('stays below the ports of outgoing connections', async () => {
    const port = await pickDatabasePort();
    expect(port).toBeGreaterThanOrEqual(20_000);
    expect(port).toBeLessThan(30_000);
  });
});

describe('restartDelay', () => {
  it('doubles from half a second to ten', () => {
    expect([0, 1, 2, 3, 4, 5, 20].map((failures) => restartDelay(restartPolicy, failures))).toEqual([
      500, 1000, 2000, 4000, 8000, 10_000, 10_000,
    ]);
  });
});
