import { z } from 'zod';

const loopback = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)$/;

/** Whether `HOST` is an address that this machine alone reaches. */
export function isLoopback(host: string): boolean {
  return loopback.test(host);
}

/** Where a process that serves HTTP listens. */
export const listenVariables = {
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(3_000)
    .describe('where the API and the dashboard listen; 0: any free port'),
  HOST: z
    .string()
    .trim()
    .default('127.0.0.1')
    .describe('where to listen; on an address that is not loopback callers must say who they are'),
};
