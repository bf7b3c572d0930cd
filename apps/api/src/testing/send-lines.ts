import { request } from 'node:http';
import type { Answer } from './open-test-app.ts';

/** A body that a test sends piece by piece, whenever it likes. */
export type SlowBody = {
  send(part: string | Uint8Array): Promise<void>;
  /** Sends the end. */
  end(): void;
  /** Breaks the connection. */
  cut(): void;
  /** The answer, which may come before the end is sent. */
  answer: Promise<Pick<Answer, 'status' | 'body'> & { retryAfter: string | undefined }>;
};

/** Begins a `POST /logs` of one log a line. */
export function sendLines(origin: string, headers: Record<string, string> = {}): SlowBody {
  const sending = request(`${origin}/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  });
  const answer: SlowBody['answer'] = new Promise((resolve, reject) => {
    sending.on('error', reject);
    sending.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          body: JSON.parse(text),
          retryAfter: response.headers['retry-after'],
        }),
      );
    });
  });
  // Whoever cuts the line waits for no answer.
  answer.catch(() => {});
  return {
    send: (part) => new Promise((resolve) => sending.write(part, () => resolve())),
    end: () => sending.end(),
    cut: () => sending.destroy(),
    answer,
  };
}
