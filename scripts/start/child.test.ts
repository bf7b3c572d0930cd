import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ChildStartError, type SupervisedChild, superviseChild } from './child.ts';

const folder = mkdtempSync(join(tmpdir(), 'apiscope-child-'));
const preload = new URL('./stop-with-parent.mjs', import.meta.url).href;
const policy = { firstDelayMs: 50, longestDelayMs: 200, healthyAfterMs: 60_000 };
const started: SupervisedChild[] = [];

/** Runs `code` as a supervised child; `said` and `lines` collect what is heard. */
function run(name: string, code: string, options: { stopWithinMs?: number } = {}) {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, code);
  const said: string[] = [];
  const lines: string[] = [];
  const child = superviseChild(
    {
      name,
      args: ['--import', preload, file],
      cwd: folder,
      env: process.env,
      ready: /^READY$/,
      stopWithinMs: options.stopWithinMs ?? 5000,
    },
    { say: (line) => said.push(line), onLine: (_, line) => lines.push(line), policy },
  );
  started.push(child);
  return { child, said, lines };
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const SERVE = "console.log('pid ' + process.pid); console.log('READY'); setInterval(() => {}, 1000);";
const pidsIn = (lines: string[]) =>
  lines.filter((line) => line.startsWith('pid ')).map((line) => Number(line.slice(4)));

afterEach(async () => {
  await Promise.all(started.splice(0).map((child) => child.stop()));
});

describe('superviseChild', () => {
  it('is ready at the ready line, which it keeps to itself, and passes other lines on', async () => {
    const { child, lines } = run('serves', SERVE);
    await child.ready;
    expect(lines.filter((line) => !line.startsWith('pid '))).toEqual([]);
    await child.stop();
    expect(pidsIn(lines).map(isAlive)).toEqual([false]);
  });

  it('starts a killed child again and says who died, why and when it was back', async () => {
    const { child, said, lines } = run('killed', SERVE);
    await child.ready;
    process.kill(pidsIn(lines)[0] as number, 'SIGKILL');
    await until(() => said.length === 2);
    expect(said[0]).toBe('killed was ended by SIGKILL; starting it again in 0.1 s');
    expect(said[1]).toMatch(/^killed is back after \d+\.\d s$/);
    expect(pidsIn(lines)).toHaveLength(2);
  });

  it('waits longer after every death in a row, up to the longest delay', async () => {
    const { child, said } = run('flaky', "console.log('READY'); setTimeout(() => process.exit(70), 20);");
    await child.ready;
    await until(() => said.filter((line) => line.includes('ended with code 70')).length >= 4);
    const delays = said.flatMap((line) => /again in (.*) s/.exec(line)?.[1] ?? []);
    expect(delays.slice(0, 4)).toEqual(['0.1', '0.1', '0.2', '0.2']);
  });

  it('does not start a child again that never became ready', async () => {
    const { child, lines, said } = run('refuses', "console.error('HOST is wrong'); process.exit(3);");
    const error = await child.ready.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ChildStartError);
    expect(error).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('refuses ended with code 3'),
    });
    expect(lines).toEqual(['HOST is wrong']);
    expect(said).toEqual([]);
  });

  it('kills a child that ignores SIGTERM, after its deadline', async () => {
    const { child, said, lines } = run('deaf', `process.on('SIGTERM', () => {}); ${SERVE}`, {
      stopWithinMs: 100,
    });
    await child.ready;
    await child.stop();
    expect(said).toEqual(['deaf did not stop within 0.1 s, killing it']);
    expect(pidsIn(lines).map(isAlive)).toEqual([false]);
  });

  it('lets a child finish its work on stop', async () => {
    const note = join(folder, 'drained.txt');
    const drain = `process.on('SIGTERM', () => setTimeout(() => { writeFileSync(${JSON.stringify(note)}, 'all'); process.exit(0); }, 50));`;
    const { child } = run('drains', `import { writeFileSync } from 'node:fs'; ${drain} ${SERVE}`);
    await child.ready;
    await child.stop();
    expect(readFileSync(note, 'utf8')).toBe('all');
  });

  it('stops a child whose supervisor was killed', async () => {
    const grandchild = join(folder, 'grandchild.mjs');
    writeFileSync(grandchild, SERVE);
    const supervisor = `
      import { spawn } from 'node:child_process';
      const args = ['--import', ${JSON.stringify(preload)}, ${JSON.stringify(grandchild)}];
      spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1000);`;
    const { lines, child } = run('orphan', supervisor);
    child.ready.catch(() => {});
    await until(() => pidsIn(lines).length === 1);
    const pid = pidsIn(lines)[0] as number;
    expect(isAlive(pid)).toBe(true);
    await until(() => !isAlive(pid));
  });
});

afterEach(() => {
  if (started.length === 0) rmSync(join(folder, 'drained.txt'), { force: true });
});
