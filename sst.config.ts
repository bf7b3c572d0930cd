/// <reference path="./.sst/platform/config.d.ts" />

/** Apiscope on AWS: see docs/deploy-aws.md. What each stage is made of is in infra/stages.ts. */
export default $config({
  async app({ stage }) {
    const { settingsOf } = await import('./infra/stages.ts');
    const { isProtected, region } = settingsOf(stage);
    return {
      name: 'apiscope',
      home: 'aws',
      // What is protected is neither removed by `sst remove` nor, where it keeps data, by being taken out of this program.
      protect: isProtected,
      removal: isProtected ? 'retain' : 'remove',
      providers: { aws: { region } },
    };
  },
  async run() {
    const { settingsOf } = await import('./infra/stages.ts');
    const { createNetwork } = await import('./infra/network.ts');
    const { createDatabase } = await import('./infra/database.ts');
    const { createSecrets } = await import('./infra/secrets.ts');
    const { migrateFirst } = await import('./infra/migration.ts');
    const { createCluster } = await import('./infra/containers.ts');
    const { createDoor } = await import('./infra/door.ts');
    const { createApi } = await import('./infra/api.ts');
    const { createWorker } = await import('./infra/worker.ts');
    const { createWeb } = await import('./infra/web.ts');
    const { createAlarms } = await import('./infra/alarms.ts');

    const settings = settingsOf($app.stage);
    const network = createNetwork(settings);
    const database = createDatabase(settings, network);
    const secrets = createSecrets(database);
    const migrated = migrateFirst(network, secrets);
    const cluster = createCluster(network);
    const { router, balancer } = createDoor(settings, network);
    const api = createApi({ settings, network, cluster, router, balancer, secrets: migrated });
    const worker = createWorker({ settings, cluster, secrets: migrated });
    createWeb(router);
    const topic = createAlarms({ settings, database, api, worker, balancer });

    return { url: router.url, alarms: topic.arn };
  },
});
