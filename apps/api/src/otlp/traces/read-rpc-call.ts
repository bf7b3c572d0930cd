import type { ObservedRequest } from '@apiscope/core/ingest/schema';
import { readText } from '../read-text.ts';
import { type Attributes, readNumber } from './read-number.ts';

/** HTTP status of each gRPC status code, as google.api.HttpRule maps them. */
const httpOfGrpc: Readonly<Record<number, number>> = {
  0: 200,
  1: 499,
  3: 400,
  4: 504,
  5: 404,
  6: 409,
  7: 403,
  8: 429,
  9: 400,
  10: 409,
  11: 400,
  12: 501,
  14: 503,
  16: 401,
};

/**
 * A call of a remote procedure that says nothing of HTTP, as a request: `POST /service/method`, of tRPC `POST /trpc/procedure`. Its status is that
 * of its gRPC code, else 500 when the span failed and 200 when not. Null when it is no such call.
 */
export function readRpcCall(
  attributes: Attributes,
  hasFailed: boolean,
): Pick<ObservedRequest, 'method' | 'path' | 'route' | 'statusCode' | 'rpc'> | null {
  const system = readText(attributes, ['rpc.system', 'rpc.system.name'], 40);
  if (system === null) return null;
  const service = readText(attributes, ['rpc.service']);
  const method = readText(attributes, ['rpc.method', 'trpc.path']);
  const procedure = [service, method].filter((part) => part !== null).join(system === 'trpc' ? '.' : '/');
  if (procedure === '') return null;
  const path = system === 'trpc' ? `/trpc/${procedure}` : `/${procedure.replace(/^\/+/, '')}`;
  const code = readNumber(attributes, ['rpc.grpc.status_code', 'rpc.response.status_code']);
  const statusCode = code === null ? (hasFailed ? 500 : 200) : (httpOfGrpc[code] ?? 500);
  return {
    method: 'POST',
    path,
    route: path,
    statusCode,
    rpc: { system, procedure: procedure.slice(0, 200) },
  };
}
