import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { startEngine } from './engine.ts';
import type { StageOrder, StageRecord } from './stage-record.ts';

const root = join(import.meta.dirname, '../..');
const platform = join(root, '.sst/platform');

/** A mistake, made by whoever edits `file`: `from` becomes `to`. */
export type Mistake = { file: string; from: string; to: string };

export type Recorder = {
  /**
   * What `sst deploy --stage STAGE` would make, told by the platform's own code against a mock of AWS: no network, no account, nothing
   * built. @throws Error with what the program failed on, and when a mistake's `from` is not in its file exactly once.
   */
  record(stage: string, given?: { mistake?: Mistake; env?: Record<string, string> }): Promise<StageRecord>;
  close(): void;
};

export async function startRecorder(): Promise<Recorder> {
  const folder = mkdtempSync(join(tmpdir(), 'apiscope-infra-'));
  furnish(folder);
  const engine = await startEngine(folder);
  // Beside the platform, whose dependencies it finds from there: one copy of each.
  const bundle = join(platform, `recorder-${process.pid}.mjs`);
  await bundleRecorder(bundle);
  const child = fork(bundle, {
    cwd: folder,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH,
      SST_SERVER: `http://127.0.0.1:${(engine.address() as AddressInfo).port}`,
    },
  });
  await nextMessage(child);
  let last: Promise<unknown> = Promise.resolve();
  let programs = 0;
  return {
    record(stage, { mistake, env = {} } = {}) {
      const program = join(folder, `program-${programs++}.mjs`);
      const result = last.then(async () => {
        await bundleProgram(program, mistake);
        const answer = nextMessage(child);
        child.send({ stage, program, root: folder, platform, env } satisfies StageOrder);
        return answer;
      });
      last = result.catch(() => {});
      return result;
    },
    close() {
      child.kill();
      engine.close();
      rmSync(bundle, { force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The files that the program looks for in a repository that is built. */
function furnish(folder: string): void {
  const files = {
    'apps/web/package.json': '{"scripts":{"build":"true"}}',
    'apps/web/vite.config.ts': 'export default {};',
    'apps/web/build/client/assets/app.js': '',
    'apps/web/build/client/favicon.svg': '',
    'dist/api/lambda.mjs': '',
    'dist/migrate/main.mjs': '',
    'infra/functions/bundle.mjs': '',
    Dockerfile: 'FROM scratch',
    '.dockerignore': '.sst',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function nextMessage(child: ChildProcess): Promise<StageRecord> {
  let output = '';
  const listen = (chunk: Buffer): void => {
    output += chunk;
  };
  child.stderr!.on('data', listen);
  return new Promise<StageRecord>((resolve, reject) => {
    const exited = (code: number | null) => reject(new Error(`the recorder ended with ${code}\n${output}`));
    child.once('exit', exited);
    child.once('message', ({ result, error }: { result: StageRecord; error?: string }) => {
      child.off('exit', exited);
      if (error === undefined) resolve(result);
      else reject(new Error(error));
    });
  }).finally(() => child.stderr!.off('data', listen));
}

const common = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'silent',
} as const;

function bundleRecorder(outfile: string) {
  return build({
    ...common,
    entryPoints: [join(import.meta.dirname, 'record-stages.ts')],
    outfile,
    packages: 'external',
    inject: [join(platform, 'src/shim/run.js')],
    keepNames: true,
    banner: {
      js: `import { createRequire as makeRequire } from 'node:module';
const require = makeRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;
// Parts of the platform look at it while they are loaded; it is filled once a program has said what it is.
globalThis.$app = {};`,
    },
  });
}

/** The program alone: what it calls is found where the platform puts it. */
function bundleProgram(outfile: string, mistake?: Mistake) {
  return build({
    ...common,
    entryPoints: [join(root, 'sst.config.ts')],
    outfile,
    plugins: [
      {
        name: 'mistake',
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, ({ path }) => ({
            contents: withMistake(relative(root, path), readFileSync(path, 'utf8'), mistake),
            loader: 'ts',
          }));
        },
      },
    ],
  });
}

function withMistake(file: string, text: string, mistake?: Mistake): string {
  if (mistake?.file !== file) return text;
  const parts = text.split(mistake.from);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${mistake.from}`);
  return parts.join(mistake.to);
}
