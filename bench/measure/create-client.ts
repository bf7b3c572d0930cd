import { Agent, request } from 'node:http';

/** A client that keeps its connection, and costs little beside what it measures. */
export type Client = {
  /** The JSON answer of a GET. @throws Error with the body when it is no 200. */
  get(path: string): Promise<Answer>;
  close(): void;
};

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by whoever asked.
export type Answer = { data: any; metadata: any };

export function createClient(baseUrl: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        const call = request(new URL(path, baseUrl), { agent }, (response) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece: Buffer) => pieces.push(piece));
          response.on('error', reject);
          response.on('end', () => {
            const body = Buffer.concat(pieces).toString();
            if (response.statusCode === 200) resolve(JSON.parse(body) as Answer);
            else reject(new Error(`${path} answered ${response.statusCode}: ${body}`));
          });
        });
        call.on('error', reject);
        call.end();
      }),
    close: () => agent.destroy(),
  };
}
