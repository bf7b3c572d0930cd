import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import pg from 'pg';

/** One paragraph that says where figures come from: they mean nothing without it. */
export async function describeMachine(serverUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  const { rows } = await client.query<{ version: string; buffers: string; memory: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('shared_buffers') AS buffers,
            current_setting('work_mem') AS memory`,
  );
  await client.end();
  const { version, buffers, memory } = rows[0]!;
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${new Date().toISOString().slice(0, 16)}Z, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${gigabytes} GB, \
${describeLoad()}; Node ${process.version}, PostgreSQL ${version} (shared_buffers ${buffers}, work_mem ${memory}, fsync off)`;
}

/** How busy the machine is, which no bench can change. */
export function describeLoad(): string {
  return `load ${loadavg()
    .map((each) => each.toFixed(1))
    .join(' ')}`;
}
