import { Agent, request } from 'node:http';

/**
 * Sends bodies of one log a line to `POST /logs`, so many at a time as there are clients, each client on its own connection.
 * @returns lines that were acknowledged.
 * @throws Error with the answer when one is refused.
 */
export async function sendLogs(
  url: string,
  bodies: readonly Buffer[],
  { clients }: { clients: number },
): Promise<number> {
  const waiting = [...bodies];
  let accepted = 0;
  const work = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let body = waiting.shift(); body; body = waiting.shift()) {
      const added = await send(url, body, agent);
      accepted += added;
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: clients }, work));
  return accepted;
}

function send(url: string, body: Buffer, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-ndjson', 'content-length': body.length };
    const call = request(new URL('/logs', url), { method: 'POST', agent, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        if (response.statusCode !== 201) return reject(new Error(`${response.statusCode}: ${text}`));
        const { accepted, rejectedCount } = JSON.parse(text).data;
        if (rejectedCount > 0) return reject(new Error(`lines were refused: ${text.slice(0, 500)}`));
        resolve(accepted);
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
