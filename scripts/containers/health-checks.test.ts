import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readHealthcheck, readStages } from './dockerfile-rules.ts';

const stages = readStages(readFileSync(join(import.meta.dirname, '../../Dockerfile'), 'utf8'));

/** Exit code of the command that the image of a role asks about itself. */
async function check(role: string, env: Record<string, string>): Promise<number | null> {
  const [node, ...words] = readHealthcheck(stages.find(({ name }) => name === role)!)!;
  expect(node).toBe('node');
  return new Promise((resolve) => {
    const child = execFile(process.execPath, words, { env: env as NodeJS.ProcessEnv }, () =>
      resolve(child.exitCode),
    );
  });
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

it.each(['api', 'web'])(
  '%s is healthy while it says that it lives, and not when it answers otherwise or is gone',
  async (role) => {
    let status = 200;
    const server = createHttpServer((request, response) => {
      response.writeHead(request.url === '/health/live' ? status : 404).end();
    });
    const env = { PORT: String(await listen(server)) };
    expect(await check(role, env)).toBe(0);
    status = 503;
    expect(await check(role, env)).toBe(1);
    server.close();
    expect(await check(role, env)).toBe(1);
  },
);

it.runIf(process.platform === 'linux')(
  'a worker is healthy while it holds a connection to its database, wherever that listens',
  async () => {
    const server = createServer();
    const port = await listen(server);
    const env = { DATABASE_URL: `postgres://user:word@database:${port}/apiscope` };
    expect(await check('worker', env)).toBe(1);
    const accepted = new Promise((resolve) => server.once('connection', resolve));
    const client = connect(port, '127.0.0.1');
    await accepted;
    expect(await check('worker', env)).toBe(0);
    client.destroy();
    server.close();
  },
);
