import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';

/** The runtime itself, which its package brings for this machine, and no types with it. */
const { default: program } = createRequire(import.meta.url)('workerd') as { default: string };

/** What a Worker may hold on the platform is 128 MB, of which WebAssembly and bodies take their part. */
const heapMegabytes = 96;

/** A Worker of one build under its own bindings. */
export type WorkerSetting = {
  /** Variables and secrets. */
  texts: Record<string, string>;
  /** The database behind the binding HYPERDRIVE; without one there is no such binding. */
  hyperdrive?: string;
};

export type Workerd = {
  child: ChildProcess;
  /** Where each Worker is asked, by its name. */
  origins: Record<string, string>;
  /** What they have written so far. */
  output(): string;
  stop(): Promise<void>;
};

/** The header by which a client of workerd says what the platform would know of where it is, as JSON. */
export const placeHeader = 'x-place';

/**
 * Runs Workers of the build in a folder on the platform's own runtime, on free ports of loopback, with the modules, dates and flags that a
 * configuration of wrangler gives them.
 */
export async function startWorkerd(
  folder: string,
  wrangler: string,
  settings: Record<string, WorkerSetting>,
): Promise<Workerd> {
  const config = join(folder, 'config.capnp');
  await writeFile(config, await describe(folder, wrangler, settings));
  const child = spawn(program, ['serve', config, '--control-fd=3'], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const origins: Record<string, string> = {};
  await new Promise<void>((resolve, reject) => {
    let events = '';
    child.stdio[3]!.on('data', (chunk: Buffer) => {
      events += chunk.toString();
      for (const [, name, port] of events.matchAll(/"socket":"(\w+)","port":(\d+)/g))
        origins[name!] = `http://127.0.0.1:${port}`;
      if (Object.keys(origins).length === Object.keys(settings).length) resolve();
    });
    child.once('error', reject);
    void closed.then(() => reject(new Error(`workerd ended: ${output}`)));
  });
  return {
    child,
    origins,
    output: () => output,
    async stop() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

async function describe(
  folder: string,
  wrangler: string,
  settings: Record<string, WorkerSetting>,
): Promise<string> {
  const { config } = ts.parseConfigFileTextToJson(wrangler, await readFile(wrangler, 'utf8'));
  const files = await readdir(join(folder, 'files'));
  const [main] = config.main.split('/').slice(-1);
  const modules = [
    `(name = "${main}", esModule = embed "${main}")`,
    `(name = "query-compiler.wasm", wasm = embed "query-compiler.wasm")`,
    ...files.map((name) => `(name = "files/${name}", data = embed "files/${name}")`),
  ];
  const workers = Object.entries(settings).map(([name, { texts, hyperdrive }]) => {
    const bindings = Object.entries(texts).map(([key, value]) => `(name = "${key}", text = "${value}")`);
    const services = [];
    if (hyperdrive !== undefined) {
      const { hostname, port, username, password, pathname } = new URL(hyperdrive);
      bindings.push(`(name = "HYPERDRIVE", hyperdrive = (designator = "${name}Database", scheme = "postgresql",
        database = "${pathname.slice(1)}", user = "${username}", password = "${password}"))`);
      services.push(
        `(name = "${name}Database", external = (address = "${hostname}:${port || 5432}", tcp = ()))`,
      );
    }
    services.push(`(name = "${name}", worker = (
      modules = [${modules.join(', ')}],
      compatibilityDate = "${config.compatibility_date}",
      compatibilityFlags = ${JSON.stringify(config.compatibility_flags)},
      bindings = [${bindings.join(', ')}],
      globalOutbound = "loopback",
    ))`);
    const socket = `(name = "${name}", address = "127.0.0.1:0", service = "${name}", http = (cfBlobHeader = "${placeHeader}"))`;
    return { services, socket };
  });
  const services = [
    '(name = "loopback", network = (allow = ["local"]))',
    ...workers.flatMap((each) => each.services),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  v8Flags = ["--max-old-space-size=${heapMegabytes}"],
  services = [${services.join(',\n    ')}],
  sockets = [${workers.map(({ socket }) => socket).join(',\n    ')}],
);
`;
}
