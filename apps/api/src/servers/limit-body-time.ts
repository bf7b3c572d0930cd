import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isNdjson } from '../logs/ndjson.ts';

/** Cuts a client off whose body has not ended after `maxBodyMs`, with 408 where nothing was answered yet. A drop now and then is no silence. */
export function limitBodyTime(
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
  maxBodyMs: number,
): RequestListener {
  return (request, response) => {
    const { headers } = request;
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    if (hasBody && !isNdjson(headers['content-type'])) {
      const timer = setTimeout(() => cutOff(request, response), maxBodyMs).unref();
      for (const event of ['end', 'close'] as const) request.once(event, () => clearTimeout(timer));
    }
    void listener(request, response);
  };
}

function cutOff(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  if (!response.headersSent)
    request.socket.write('HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n');
  request.socket.destroySoon();
}
