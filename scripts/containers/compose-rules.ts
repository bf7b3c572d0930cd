import { parse } from 'yaml';

type Service = {
  image?: string;
  build?: { target: string };
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  privileged?: boolean;
  environment?: Record<string, string>;
  ports?: string[];
  networks?: string[] | Record<string, { ipv4_address?: string }>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  deploy?: { replicas: number };
  restart?: string;
  stop_grace_period?: string;
};

/** A project of compose: what of it the rules look at. */
export type Project = {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean; ipam?: { config: { ip_range: string }[] } }>;
};

/** Reads compose.yaml, its anchors put in place; what the environment fills in stays as it is written. */
export function readCompose(text: string): Project {
  return parse(text, { merge: true }) as Project;
}

/** Seconds that each role needs to stop in order; docs/deployment.md. */
const toStop: Readonly<Record<string, number>> = { api: 10, worker: 20 };

/** What is against our rules; each begins with the service's name and the key. */
export function findComposeFaults({ services, networks }: Project): string[] {
  return Object.entries(services).flatMap(([name, service]) =>
    [
      ...findOpenDoors(service),
      ...findImageFaults(service),
      ...findSecrets(service),
      ...findReach(name, service, networks),
      ...findOrderFaults(name, service),
    ].map((fault) => `${name}: ${fault}`),
  );
}

function findOpenDoors(service: Service): string[] {
  const faults: string[] = [];
  if (service.read_only !== true) faults.push('read_only is to be true');
  if (service.cap_drop?.join() !== 'ALL') faults.push('cap_drop is to be ALL');
  if (!service.security_opt?.includes('no-new-privileges:true'))
    faults.push('security_opt lacks no-new-privileges');
  if (service.privileged) faults.push('privileged is not to be');
  return faults;
}

/** What is built has its user and health check in the Dockerfile; what comes from elsewhere has them here. */
function findImageFaults({ build, image, user, healthcheck }: Service): string[] {
  if (build) return [];
  const faults: string[] = [];
  if (!/^[\w./-]+:\d+\.\d+\.\d+-[\w.-]+$/.test(image ?? ''))
    faults.push(`image ${image} is no whole version`);
  if (!/^[1-9]\d*:[1-9]\d*$/.test(user ?? ''))
    faults.push('user is to be the numbers of somebody who is not root');
  if (healthcheck?.test[0] !== 'CMD') faults.push('healthcheck is to be a list of words, without a shell');
  return faults;
}

function findSecrets({ environment = {} }: Service): string[] {
  return Object.entries(environment)
    .filter(([, value]) => value !== '')
    .filter(
      ([name, value]) => /SECRET|PASSWORD|DATABASE_(DIRECT_)?URL/.test(name) && !/\$\{\w+:\?/.test(value),
    )
    .map(([name]) => `${name} is written down, or may be left out`);
}

/** nginx alone is reached from the machine, and the database has no way out. */
function findReach(name: string, service: Service, networks: Project['networks']): string[] {
  const joined = Array.isArray(service.networks) ? service.networks : Object.keys(service.networks ?? {});
  const faults: string[] = [];
  if (joined.length === 0) faults.push('networks are to be named');
  for (const each of joined) if (!(each in networks)) faults.push(`networks has no ${each}`);
  if (name !== 'nginx' && service.ports) faults.push('ports are for nginx');
  if (name === 'nginx' && service.ports?.some((port) => !port.startsWith('127.0.0.1:')))
    faults.push('ports without TLS are for this machine');
  if (name === 'database' && joined.some((each) => !networks[each]?.internal))
    faults.push('networks of the database are to be internal');
  if (name === 'nginx' && joined.includes('back'))
    faults.push('networks of nginx are not those of the database');
  return faults;
}

function findOrderFaults(name: string, { depends_on = {}, stop_grace_period = '0s' }: Service): string[] {
  const faults: string[] = [];
  const needed = toStop[name];
  if (needed === undefined) return faults;
  if (Number.parseInt(stop_grace_period, 10) < needed)
    faults.push(`stop_grace_period is less than ${needed} s`);
  if (depends_on.migrate?.condition !== 'service_completed_successfully')
    faults.push('depends_on does not wait for the migration');
  return faults;
}
