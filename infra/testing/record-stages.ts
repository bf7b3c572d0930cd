// Runs sst.config.ts as `sst deploy` would, against a world that answers everything, and tells what would be made. Bundled and started by
// infra/testing/run-stage.ts, since the platform's source is made for a bundle; one process runs any number of stages, one after another.
import { pathToFileURL } from 'node:url';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import * as state from '@pulumi/pulumi/runtime/state.js';
import { run } from '../../.sst/platform/src/auto/run';
import * as sst from '../../.sst/platform/src/components/index';
import { answerCall, stateOf } from './mock-world.ts';
import { type Recorded, type StageOrder, type StageRecord, secretValues } from './stage-record.ts';

// What the program finds in every file, as the platform puts it there.
Object.assign(globalThis, {
  aws,
  sst,
  $util: pulumi,
  $interpolate: pulumi.interpolate,
  $config: <T>(config: T) => config,
  $dev: false,
});

type Program = {
  app(input: { stage: string }): Promise<{ name: string; protect?: boolean; removal?: string }>;
  run(): Promise<unknown>;
};

async function record({ stage, program, root, platform, env }: StageOrder): Promise<StageRecord> {
  Object.assign(process.env, {
    SST_SECRET_SecretKey: secretValues.secretKey,
    APISCOPE_DOMAIN: '',
    APISCOPE_ALARM_EMAIL: '',
    ...env,
  });
  const { default: config } = (await import(pathToFileURL(program).href)) as { default: Program };
  const { name, protect, removal, ...app } = await config.app({ stage });
  Object.assign($app, { ...app, name, protect, removal, stage });
  Object.assign(globalThis, {
    $cli: {
      command: 'deploy',
      home: 'aws',
      rpc: '',
      paths: { home: `${root}/home`, root, work: `${root}/.sst`, platform },
      state: { version: {} },
    },
  });
  const resources: Recorded[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, type, inputs }) => {
        const { id, state } = stateOf({ name, type, inputs });
        // As its provider does.
        return {
          id,
          state: { ...state, ...(state.result !== undefined && { result: pulumi.secret(state.result) }) },
        };
      },
      call: ({ token, inputs }) => answerCall(token, inputs),
    },
    name,
    stage,
    false,
  );
  listen(resources);
  await pulumi.runtime.runInPulumiStack(() => run(config.run as never));
  // What an output makes later comes in its own time; nothing is left to come when all of it has been answered.
  await waitForRPCs();
  return { app: { protect: protect === true, removal: String(removal) }, resources };
}

type Monitor = {
  registerResource(
    request: RegisterRequest,
    done: (error: unknown, answer: { getUrn(): string }) => void,
  ): void;
};
type RegisterRequest = {
  getType(): string;
  getName(): string;
  getObject(): Parameters<typeof pulumi.runtime.deserializeProperties>[0];
  getDependenciesList(): string[];
  getRetainondelete(): boolean;
};

/** Keeps what is registered, with what each waited for. */
function listen(resources: Recorded[]): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, done) =>
    register(request, (error, answer) => {
      if (!error)
        resources.push({
          urn: answer.getUrn(),
          type: request.getType(),
          name: request.getName(),
          inputs: pulumi.runtime.deserializeProperties(request.getObject(), false) as Recorded['inputs'],
          dependencies: request.getDependenciesList(),
          isRetained: request.getRetainondelete(),
        });
      done(error, answer);
    });
}

// Pulumi's own, which its types leave out: for programs that run in one process, and for ends of them.
const { withLocalStorage } = state as unknown as { withLocalStorage<T>(program: () => T): T };
const { waitForRPCs } = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };

let isAnswered = false;
const answer = (message: object): void => {
  isAnswered = true;
  process.send!(message);
};
const fail = (error: unknown): void => {
  if (!isAnswered) answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
};

process.on('unhandledRejection', fail);
process.on('message', (order: StageOrder) => {
  isAnswered = false;
  process.chdir(order.root);
  // A store of its own keeps what Pulumi knows of one stage from the next.
  withLocalStorage(() => record(order)).then((result) => answer({ result }), fail);
});
process.send!({ ready: true });
