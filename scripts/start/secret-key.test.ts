import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '../../apps/api/src/env.ts';
import { readSecretKey } from './secret-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secret-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('readSecretKey', () => {
  it('makes a key that processes take, for its owner alone, and keeps to it', async () => {
    const data = join(folder, 'data');
    const keys = await Promise.all(Array.from({ length: 5 }, () => readSecretKey(data, undefined)));
    const [key] = keys;
    const env = readEnv({ DATABASE_URL: 'postgres://x', APISCOPE_SECRET_KEY: key });
    expect(env.APISCOPE_SECRET_KEY?.length).toBe(32);
    expect(await readSecretKey(data, '')).toBe(key);
    expect((await stat(join(data, 'secret-key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(data)).toEqual(['secret-key']);
  });

  it('prefers the one of the environment, and leaves a file as it is', async () => {
    expect(await readSecretKey(folder, 'given')).toBe('given');
    expect(await readdir(folder)).toEqual([]);
    await writeFile(join(folder, 'secret-key'), 'damaged\n');
    expect(await readSecretKey(folder, undefined)).toBe('damaged');
    expect(await readFile(join(folder, 'secret-key'), 'utf8')).toBe('damaged\n');
  });
});

describe('readEnv', () => {
  const read = (changes: Record<string, string>) => readEnv({ DATABASE_URL: 'postgres://x', ...changes });

  it('says what is wrong with the settings of replay without showing a key', () => {
    for (const key of ['c2hvcnQ=', 'not base64!', 'A'.repeat(64)]) {
      expect(() => read({ APISCOPE_SECRET_KEY: key })).toThrow(
        'APISCOPE_SECRET_KEY: must be 32 bytes in base64',
      );
      expect(() => read({ APISCOPE_SECRET_KEY: key })).not.toThrow(key);
    }
    expect(read({}).APISCOPE_SECRET_KEY).toBeUndefined();
    expect(() => read({ REPLAY_ALLOWED_CIDRS: '10.0.0.0/8, 10.0.0.0/99' })).toThrow(
      'REPLAY_ALLOWED_CIDRS: Not an address',
    );
    expect(read({ REPLAY_ALLOWED_CIDRS: ' loopback, 10.0.0.0/8,' }).REPLAY_ALLOWED_CIDRS).toEqual([
      'loopback',
      '10.0.0.0/8',
    ]);
    expect(read({}).REPLAY_ALLOWED_CIDRS).toEqual([]);
  });
});
