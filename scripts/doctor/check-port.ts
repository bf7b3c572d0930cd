import { tryListen } from '../start/ports.ts';
import { fail, type Machine, type Outcome, ok } from './check.ts';
import { whoListens } from './who-listens.ts';

/** Whether PORT is free, or it is Apiscope who has it. */
export async function checkPort({ host, port }: Machine): Promise<Outcome> {
  const code = await tryListen(host, port);
  if (code === undefined) return ok(`${port} on ${host} is free`);
  if (code !== 'EADDRINUSE')
    return fail(
      `nothing can listen on ${host}, port ${port} (${code})`,
      'set HOST and PORT to what this machine has',
    );
  const version = await askVersion(host, port);
  if (version !== null) return ok(`Apiscope ${version} answers on ${port}`);
  const who = await whoListens(port);
  return fail(
    `port ${port} is taken by ${who ?? 'another program'}`,
    `stop it, or set PORT, such as PORT=${port + 1}`,
  );
}

async function askVersion(host: string, port: number): Promise<string | null> {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const origin = `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  try {
    const answer = await fetch(`${origin}/info`, { signal: AbortSignal.timeout(5_000) });
    const { data } = (await answer.json()) as { data?: { name?: string; version?: string } };
    return data?.name === 'apiscope' ? String(data.version) : null;
  } catch {
    return null;
  }
}
