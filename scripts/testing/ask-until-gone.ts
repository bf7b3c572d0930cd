import { Agent, request } from 'node:http';

export type Asked = { answered: number; refused: number; broken: string[] };

/**
 * Asks over and over on connections that are kept, until no new one is taken. Each request is answered, refused because nobody listens any more, or
 * broken: its connection was cut.
 */
export async function askUntilGone(
  origin: string,
  { at, paths }: { at: number; paths: readonly string[] },
): Promise<Asked> {
  const agent = new Agent({ keepAlive: true, maxSockets: at });
  const seen: Asked = { answered: 0, refused: 0, broken: [] };
  const loop = async (): Promise<void> => {
    for (let n = 0; seen.refused === 0; n++) {
      const outcome = await ask(agent, origin + paths[n % paths.length]!);
      if (outcome === null) seen.answered++;
      else if (outcome === 'ECONNREFUSED') seen.refused++;
      else seen.broken.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: at }, loop));
  agent.destroy();
  return seen;
}

/** Null: a whole answer came; else the code of the failure. */
function ask(agent: Agent, url: string): Promise<string | null> {
  return new Promise((resolve) => {
    const asking = request(url, { agent }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.complete ? null : 'cut'));
      answer.once('error', () => resolve('cut'));
    });
    asking.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asking.end();
  });
}
