import { causesOf } from './causes-of.ts';

/** Codes by which Prisma, pg, PostgreSQL (SQLSTATE) and Node say that there is no connection, or none to be had. */
const codes = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EPIPE',
]);
const kinds = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
/** How those say it that use no code: pg, then the sockets of Cloudflare Workers, then Hyperdrive. */
const words = new RegExp(
  [
    'connection terminated|timeout exceeded when trying to connect|connection ended unexpectedly|server has closed the connection',
    'cannot connect to the specified address|network connection lost|this socket has been closed',
    'failed to acquire a connection|connection attempt failed',
  ].join('|'),
  'i',
);

/** Whether an error, or anything that caused it, says that the database cannot be reached just now. */
export function isDatabaseUnreachable(error: unknown): boolean {
  return causesOf(error).some(
    ({ code, kind, message }) =>
      codes.has(code) || /^08[0-9A-Z]{3}$/.test(code) || kinds.has(kind) || words.test(message),
  );
}
