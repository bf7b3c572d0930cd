import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { variables } from '../environment/variables.ts';
import { findComposeFaults, type Project, readCompose } from './compose-rules.ts';
import { findDockerfileFaults, readStages } from './dockerfile-rules.ts';

/** Roles that run in containers; compose.yaml has the API serve the dashboard. */
const targetNames = ['api', 'migrate', 'web', 'worker'];
const serviceNames = ['api', 'migrate', 'worker'];

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const dockerfile = read('Dockerfile');
const compose = read('compose.yaml');

describe('the Dockerfile', () => {
  it('follows the rules', () => expect(findDockerfileFaults(dockerfile)).toEqual([]));

  it('has one target for each role, which holds the output of that role alone', () => {
    const targets = readStages(dockerfile).slice(1);
    expect(targets.map(({ name }) => name).sort()).toEqual(targetNames);
    for (const { name, copies } of targets) expect(copies).toEqual([`--from=build /src/dist/${name} ./`]);
  });

  it.each([
    ['FROM node:22.21.1-bookworm-slim AS api', 'FROM node:latest AS api', 'api: the tag of node:latest'],
    ['FROM node:22.21.1-bookworm-slim AS api', 'FROM node AS api', 'api: the tag of node'],
    ['USER 1000:1000', 'USER node', 'migrate: USER'],
    ['USER 1000:1000', 'USER 0:0', 'migrate: USER'],
    ['CMD ["node", "server.mjs"]', 'CMD node server.mjs', 'api: CMD'],
    ['STOPSIGNAL SIGTERM\n', '', 'migrate: STOPSIGNAL'],
    ['HEALTHCHECK NONE\n', '', 'migrate: HEALTHCHECK'],
    ['ENV NODE_ENV=production\n', '', 'migrate: NODE_ENV'],
    ['COPY --from=build /src/dist/api ./', 'COPY dist/api ./', 'api: COPY'],
    ['COPY . .', 'ADD . .', 'build: ADD'],
    ['ARG VERSION=""', 'ARG SECRET_KEY=""', 'migrate: SECRET_KEY'],
    [
      'ENV NODE_ENV=production\n',
      'ENV NODE_ENV=production DATABASE_URL=postgres://a:b@c/d\n',
      'migrate: DATABASE_URL',
    ],
    ['EXPOSE 3000', 'RUN apt-get update', 'api: RUN'],
    ['org.opencontainers.image.licenses="MIT"', 'license="MIT"', 'migrate: label'],
  ])('may not say %j → %j', (right, wrong, fault) => {
    expect(dockerfile).toContain(right);
    const found = findDockerfileFaults(dockerfile.replace(right, wrong));
    expect(found.some((each) => each.startsWith(fault))).toBe(true);
  });

  it('sees neither secrets nor history nor what was built elsewhere', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const path of ['.git', '.sst', '.env', '.env.*', '.data', '**/node_modules', 'dist', 'e2e'])
      expect(ignored).toContain(path);
    expect(ignored.filter((line) => line.startsWith('!'))).toEqual([]);
  });
});

describe('compose.yaml', () => {
  const project = readCompose(compose);

  it('follows the rules', () => expect(findComposeFaults(project)).toEqual([]));

  it.each<[string, (project: Project) => void]>([
    ['api: read_only', ({ services }) => delete services.api!.read_only],
    ['worker: cap_drop', ({ services }) => delete services.worker!.cap_drop],
    ['nginx: security_opt', ({ services }) => delete services.nginx!.security_opt],
    ['nginx: image', ({ services }) => Object.assign(services.nginx!, { image: 'nginx:latest' })],
    ['nginx: user', ({ services }) => delete services.nginx!.user],
    ['database: ports', ({ services }) => Object.assign(services.database!, { ports: ['5432:5432'] })],
    ['database: networks', ({ services }) => Object.assign(services.database!, { networks: ['out'] })],
    ['database: healthcheck', ({ services }) => delete services.database!.healthcheck],
    ['worker: stop_grace_period', ({ services }) => delete services.worker!.stop_grace_period],
    [
      'api: depends_on',
      ({ services }) =>
        Object.assign(services.api!, { depends_on: { migrate: { condition: 'service_started' } } }),
    ],
    [
      'worker: PASSWORD',
      ({ services }) => Object.assign(services.worker!.environment!, { PASSWORD: 'word' }),
    ],
  ])('is told: %s', (fault, spoil) => {
    const spoiled = structuredClone(project);
    spoil(spoiled);
    expect(findComposeFaults(spoiled).some((each) => each.startsWith(fault))).toBe(true);
  });

  it('migrates once, and runs two of the others', () => {
    const { migrate, api, worker } = project.services;
    expect([migrate!.restart, api!.deploy?.replicas, worker!.deploy?.replicas]).toEqual(['no', 2, 2]);
    for (const name of serviceNames) expect(project.services[name]!.build!.target).toBe(name);
  });

  it.each(['api', 'worker'])('hands every variable of the %s over, and no other', (name) => {
    // A city database would be a file of the machine, mounted beside it.
    const known = variables.filter(({ readers }) => readers.includes(name)).map((each) => each.name);
    const given = Object.keys(project.services[name]!.environment!);
    expect(given.sort()).toEqual(known.filter((each) => each !== 'GEOIP_MMDB').sort());
  });

  it('asks for its two secrets, and has people sign in', () => {
    const environment = project.services.api!.environment!;
    expect(environment.DATABASE_URL).toMatch(/\$\{POSTGRES_PASSWORD:\?[^}]+\}/);
    expect(environment.APISCOPE_SECRET_KEY).toMatch(/^\$\{APISCOPE_SECRET_KEY:\?[^}]+\}$/);
    expect([environment.AUTH, environment.HOST]).toEqual(['on', '0.0.0.0']);
  });

  it('trusts the address of nginx, which no other container is given', () => {
    const { nginx, api } = project.services;
    const { ipv4_address } = (nginx!.networks as Record<string, { ipv4_address?: string }>).front!;
    expect(api!.environment!.TRUSTED_PROXIES).toBe(`${ipv4_address}/32`);
    expect(project.networks.front!.ipam!.config[0]!.ip_range).toBe('172.30.77.128/25');
    expect(Number(ipv4_address!.split('.')[3])).toBeLessThan(128);
  });
});
