import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What watches the server under load, and the packages it needs beside Express. The product depends on none of them. */
export const peers: Readonly<Record<string, readonly string[]>> = {
  bare: [],
  'express-prom-bundle': ['express-prom-bundle@8.0.0', 'prom-client@15.1.3'],
  'pino-http': ['pino-http@11.0.0', 'pino@10.4.0'],
  'swagger-stats': ['swagger-stats@0.99.7', 'prom-client@14.2.0'],
  'elastic-apm-node': ['elastic-apm-node@4.18.0'],
  '@sentry/node': ['@sentry/node@11.12.0'],
};

const folder = join(import.meta.dirname, '../../node_modules/.cache/bench-peers');

/** Installs a peer into a folder of its own, since some of them exclude each other; no install script runs. */
export function installPeer(name: string): string {
  const home = join(folder, name.replace('/', '-'));
  if (existsSync(join(home, 'installed'))) return home;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private":true}');
  const packages = ['express@5.3.0', ...(peers[name] ?? [])];
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(join(home, 'installed'), '');
  return home;
}
