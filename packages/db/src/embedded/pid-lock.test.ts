import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LockHeldError, takePidLock } from './pid-lock.ts';
import { bootId, processStartTime } from './process-identity.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'apiscope-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

const self = { pid: process.pid, startTime: processStartTime(process.pid), bootId: bootId(), nonce: 'old' };
/** Above the highest pid that Linux gives. */
const NO_PID = 2 ** 22 + 1;

function leave(holder: object): void {
  writeFileSync(path, JSON.stringify(holder));
}

describe('takePidLock', () => {
  it('takes a free lock and lets it go without a trace', () => {
    const lock = takePidLock(path);
    expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(process.pid);
    expect(readdirSync(folder)).toEqual(['lock']);
    lock.release();
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a lock that a live process holds, naming it', () => {
    const lock = takePidLock(path);
    expect(() => takePidLock(path)).toThrow(LockHeldError);
    expect(() => takePidLock(path)).toThrow(`in use by process ${process.pid}`);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['a process that is gone', { ...self, pid: NO_PID }],
    ['a process whose pid another has now', { ...self, startTime: '1' }],
    ['a process before the machine rebooted', { ...self, bootId: 'another boot' }],
  ])('replaces the lock of %s', (_what, holder) => {
    leave(holder);
    takePidLock(path).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('replaces a stale lock whose replacement was interrupted', () => {
    leave({ ...self, pid: NO_PID });
    writeFileSync(`${path}.old`, JSON.stringify({ ...self, pid: NO_PID, nonce: 'interrupted' }));
    takePidLock(path).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not release what another process has taken over', () => {
    const lock = takePidLock(path);
    leave({ ...self, nonce: 'of another' });
    lock.release();
    expect(JSON.parse(readFileSync(path, 'utf8')).nonce).toBe('of another');
  });

  it('touches no file that is not a lock', () => {
    writeFileSync(path, 'precious');
    expect(() => takePidLock(path)).toThrow('is not a lock file');
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it('has one winner when processes race for a stale one, round after round', async () => {
    const RACERS = 4;
    const racers = Array.from({ length: RACERS }, startRacer);
    try {
      await Promise.all(racers.map((racer) => racer.next()));
      for (let round = 0; round < 25; round++) {
        leave({ ...self, pid: NO_PID, nonce: `round-${round}` });
        for (const racer of racers) racer.send('take');
        const results = await Promise.all(racers.map((racer) => racer.next()));
        expect(results.filter((result) => result === 'won')).toHaveLength(1);
        for (const racer of racers) racer.send('release');
        await Promise.all(racers.map((racer) => racer.next()));
        expect(readdirSync(folder)).toEqual([]);
      }
    } finally {
      for (const { child } of racers) child.kill();
    }
  }, 60_000);
});

type Racer = { child: ChildProcess; send(command: string): void; next(): Promise<string> };

/** A process that takes and releases the lock on command. */
function startRacer(): Racer {
  const program = `
    import { createInterface } from 'node:readline';
    import { takePidLock } from ${JSON.stringify(new URL('./pid-lock.ts', import.meta.url).href)};
    let lock;
    console.log('ready');
    createInterface({ input: process.stdin }).on('line', (line) => {
      if (line === 'release') { lock?.release(); lock = undefined; console.log('released'); return; }
      try { lock = takePidLock(${JSON.stringify(path)}); console.log('won'); }
      catch (error) { console.log(error.name === 'LockHeldError' ? 'lost' : String(error)); }
    });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout! });
  output.on('line', (line) => lines.push(line));
  const next = async (): Promise<string> => {
    while (lines.length === 0) await once(output, 'line');
    return lines.shift()!;
  };
  return { child, next, send: (command) => child.stdin!.write(`${command}\n`) };
}
