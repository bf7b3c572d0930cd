/** What a stage is made of; the figures behind the choices are in docs/deploy-aws.md. */
export type StageSettings = {
  region: string;
  /** Host name of the one door; without it CloudFront's own name is used. */
  domain: string | undefined;
  /** Who is told of alarms, by e-mail. */
  alarmEmail: string | undefined;
  /** Data outlives mistakes: removal is refused, the database keeps itself, final snapshot and all. */
  isProtected: boolean;
  nat: 'ec2' | 'managed';
  /** `function`: nothing runs while nobody asks. `service`: streams are cheap, and buffers live as long as the process. */
  api: FunctionApi | ServiceApi;
  worker: { cpu: Cpu; memory: Memory; min: number; max: number };
  database: PostgresDatabase | AuroraDatabase;
  /** Days that CloudWatch keeps logs. */
  logRetention: '1 week' | '1 month' | '3 months';
};

type Cpu = '0.25 vCPU' | '0.5 vCPU' | '1 vCPU' | '2 vCPU';
type Memory = '0.5 GB' | '1 GB' | '2 GB' | '4 GB';
type Acu = `${number} ACU`;

type FunctionApi = {
  on: 'function';
  memory: '1024 MB' | '2048 MB';
  /** Requests, and streams, at a time; each holds up to three connections of the database. */
  concurrency: number;
};
type ServiceApi = { on: 'service'; cpu: Cpu; memory: Memory; min: number; max: number };

type Database = {
  /** Days that automatic backups are kept. */
  backupDays: number;
  /** Connections above which an alarm goes off: four fifths of what this size allows. */
  busyConnections: number;
};
export type PostgresDatabase = Database & { on: 'postgres'; instance: string; storage: `${number} GB` };
export type AuroraDatabase = Database & { on: 'aurora'; min: Acu; max: Acu; replicas: number };

type Shape = Omit<StageSettings, 'region' | 'domain' | 'alarmEmail'>;

const dev: Shape = {
  isProtected: false,
  nat: 'ec2',
  api: { on: 'function', memory: '1024 MB', concurrency: 10 },
  worker: { cpu: '0.25 vCPU', memory: '0.5 GB', min: 1, max: 1 },
  database: { on: 'postgres', instance: 't4g.micro', storage: '50 GB', backupDays: 1, busyConnections: 64 },
  logRetention: '1 week',
};

const staging: Shape = {
  isProtected: false,
  nat: 'ec2',
  api: { on: 'service', cpu: '0.25 vCPU', memory: '0.5 GB', min: 1, max: 2 },
  worker: { cpu: '0.25 vCPU', memory: '0.5 GB', min: 1, max: 2 },
  database: { on: 'aurora', min: '0.5 ACU', max: '2 ACU', replicas: 0, backupDays: 7, busyConnections: 150 },
  logRetention: '1 month',
};

const production: Shape = {
  isProtected: true,
  nat: 'managed',
  api: { on: 'service', cpu: '0.5 vCPU', memory: '1 GB', min: 2, max: 8 },
  worker: { cpu: '0.5 vCPU', memory: '1 GB', min: 2, max: 6 },
  // Two instances, so that one failing is a fail-over of a minute and no restore.
  database: { on: 'aurora', min: '1 ACU', max: '16 ACU', replicas: 1, backupDays: 35, busyConnections: 800 },
  logRetention: '3 months',
};

const shapes: Readonly<Record<string, Shape>> = { dev, staging, production };

/** The settings of a stage; one with a name of its own, such as a person's or a branch's, is made like `dev`. */
export function settingsOf(
  stage: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): StageSettings {
  return {
    ...(shapes[stage] ?? dev),
    region: env.AWS_REGION || 'us-east-1',
    domain: env.APISCOPE_DOMAIN || undefined,
    alarmEmail: env.APISCOPE_ALARM_EMAIL || undefined,
  };
}
