import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsOf } from './stages.ts';
import { edgeOf } from './testing/edge.ts';
import { containerOf, find, isService } from './testing/read-record.ts';
import { type Mistake, type Recorder, startRecorder } from './testing/recorder.ts';
import { rules, rulesOfProduction } from './testing/rules.ts';
import type { StageRecord } from './testing/stage-record.ts';

/** Each stage is deployed by the platform's own code, to a mock of AWS. */
const patient = 240_000;
let recorder: Recorder;
beforeAll(async () => {
  recorder = await startRecorder();
}, patient);
afterAll(() => recorder?.close());

describe.each(['dev', 'staging', 'production'])('stage %s', (stage) => {
  let record: StageRecord;
  beforeAll(async () => {
    record = await recorder.record(stage);
  }, patient);

  it.each(Object.entries({ ...rules, ...(stage === 'production' && rulesOfProduction) }))('%s', (_, rule) => {
    expect(rule(record)).toEqual([]);
  });

  it('every path goes to who answers it', async () => {
    const edge = edgeOf(record);
    const web = 'webserveruseast1url.lambda-url.us-east-1.on.aws';
    const files = 'WebAssetsBucket.s3.amazonaws.com';
    const api = isService(record) ? 'api' : 'apiurl.lambda-url.us-east-1.on.aws';
    for (const path of [
      '/',
      '/dashboard',
      '/dashboard/logs',
      '/dashboard.data',
      '/sign-in',
      '/sign-up.data',
      '/preferences',
      '/__manifest',
      '/_root.data',
    ])
      expect(await edge.send(path)).toMatchObject({ to: web, path });
    for (const path of ['/assets/app.js', '/favicon.svg'])
      expect(await edge.send(path)).toMatchObject({ to: files, path });
    for (const path of [
      '/api/v1/users',
      '/logs/stream',
      '/trpc/logs.list,users.list',
      '/v1/traces',
      '/mcp',
      '/health/live',
      '/api/auth/sign-in',
      '/dashboards',
      '/nowhere',
      '/~api/logs',
    ])
      expect(await edge.send(path)).toEqual({ to: api, path, forwardedHost: 'apiscope.example.com' });
    // The most that CloudFront takes.
    expect(edge.code.length).toBeLessThan(10_240);
  });
});

it('a stage that somebody names after themselves is made like dev', () => {
  expect(settingsOf('somebody', {})).toEqual(settingsOf('dev', {}));
});

it(
  'a domain and an address for alarms are taken from whoever deploys',
  async () => {
    const env = { APISCOPE_DOMAIN: 'apiscope.example.com', APISCOPE_ALARM_EMAIL: 'operators@example.com' };
    const record = await recorder.record('production', { env });
    const [cdn] = find(record, 'aws:cloudfront/distribution:Distribution');
    expect(cdn!.inputs.aliases).toEqual(['apiscope.example.com']);
    expect(JSON.stringify(containerOf(record, 'Api').environment)).toContain(
      '{"name":"PUBLIC_URL","value":"https://apiscope.example.com"}',
    );
    expect(find(record, 'aws:sns/topicSubscription:TopicSubscription')[0]!.inputs).toMatchObject({
      protocol: 'email',
      endpoint: 'operators@example.com',
    });
    expect(edgeOf(record).code.length).toBeLessThan(10_240);
  },
  patient,
);

/** Mistakes that anybody could make, the stage that shows them, and the rule that must not let them pass. */
const mistakes: [string, string, keyof typeof rules | keyof typeof rulesOfProduction, Mistake][] = [
  [
    'streaming is off',
    'dev',
    'streams stream',
    { file: 'infra/api.ts', from: 'streaming: true,', to: 'streaming: false,' },
  ],
  [
    'the balancer hangs up on quiet streams',
    'staging',
    'streams stream',
    { file: 'infra/door.ts', from: 'idleTimeout: silence', to: 'idleTimeout: 15' },
  ],
  [
    'a function is given the address of the database itself',
    'dev',
    'secrets are nowhere in plain',
    { file: 'infra/secrets.ts', from: "store('DatabaseUrl', database.url)", to: 'database.url' },
  ],
  [
    'a container is given the key itself',
    'staging',
    'secrets are nowhere in plain',
    {
      file: 'infra/secrets.ts',
      from: "store('ApiscopeSecretKey', secretKey.value)",
      to: 'secretKey.value',
    },
  ],
  [
    'the stage may be removed',
    'production',
    'data outlives mistakes',
    { file: 'sst.config.ts', from: 'protect: isProtected,', to: '' },
  ],
  [
    'the database may be deleted',
    'production',
    'data outlives mistakes',
    { file: 'infra/database.ts', from: 'deletionProtection: isProtected,', to: '' },
  ],
  [
    'the database listens to the internet',
    'production',
    'the database is reached by Apiscope alone',
    { file: 'infra/network.ts', from: 'securityGroups: [client.id] }', to: "cidrBlocks: ['0.0.0.0/0'] }" },
  ],
  [
    'no worker runs',
    'dev',
    'enough of each runs, always',
    {
      file: 'infra/stages.ts',
      from: "memory: '0.5 GB', min: 1, max: 1",
      to: "memory: '0.5 GB', min: 0, max: 1",
    },
  ],
  [
    'the worker starts before the migration',
    'staging',
    'the migration comes before traffic',
    {
      file: 'sst.config.ts',
      from: 'createWorker({ settings, cluster, secrets: migrated })',
      to: 'createWorker({ settings, cluster, secrets })',
    },
  ],
  [
    'alarms tell nobody',
    'dev',
    'alarms wake somebody',
    { file: 'infra/alarms.ts', from: 'alarmActions: [topic.arn],', to: '' },
  ],
];

describe('a mistake is seen', () => {
  it.each(mistakes)(
    '%s (%s)',
    async (_, stage, name, mistake) => {
      const record = await recorder.record(stage, { mistake });
      expect({ ...rules, ...rulesOfProduction }[name](record)).not.toEqual([]);
    },
    patient,
  );
});
