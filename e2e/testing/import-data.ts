import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './start-server.ts';

/** How much {@link importData} brings in. */
export const imported = { accessRequests: 600, accessErrors: 60, logs: 12_000 } as const;

/** Imports an access log of May 2017 as `web` and log lines of the last quarter of an hour as `shop`, through the command line. */
export async function importData(url: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'apiscope-e2e-data-'));
  const access = join(folder, 'access.log');
  const lines = join(folder, 'shop.jsonl');
  await writeFile(access, accessLog());
  await writeFile(lines, jsonLines(Date.now()));
  await runImport(url, [access, '--service', 'web']);
  await runImport(url, [lines, '--service', 'shop']);
  await rm(folder, { recursive: true, force: true });
}

function accessLog(): string {
  const start = Date.UTC(2017, 4, 16, 10);
  const paths = ['/', '/products', '/products/17', '/cart', '/images/logo.png'];
  return Array.from({ length: imported.accessRequests }, (_, index) => {
    const at = new Date(start + index * 6_000);
    const [day, time] = [at.getUTCDate(), at.toISOString().slice(11, 19)];
    const status = index % 10 === 9 ? (index % 20 === 19 ? 500 : 404) : 200;
    return `8.8.8.${index % 250} - - [${day}/May/2017:${time} +0000] "GET ${paths[index % paths.length]} HTTP/1.1" ${status} ${1_000 + index} "-" "curl/8"`;
  }).join('\n');
}

function jsonLines(now: number): string {
  const levels = ['info', 'info', 'info', 'debug', 'warn', 'error'];
  return Array.from({ length: imported.logs }, (_, index) =>
    JSON.stringify({
      time: new Date(now - (imported.logs - index) * 70).toISOString(),
      level: levels[index % levels.length],
      logger: 'checkout',
      msg: `order ${10_000 + index} ${index % 6 === 5 ? 'failed: card declined' : 'was placed'}`,
      cart: { items: index % 7, password: 'hunter2' },
    }),
  ).join('\n');
}

function runImport(url: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', 'import', '--', ...args, '--url', url], { cwd: root });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => {
        output += text;
      });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`import ended with ${code}\n${output}`)),
    );
  });
}
