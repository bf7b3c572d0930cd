import { causesOf } from '../http/causes-of.ts';

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint): the same rows would be refused again. */
const refusal = /^2[23][0-9A-Z]{3}$/;

/** Whether the database has refused a batch for what is in it, so that no retry will help. */
export function isRefused(error: unknown): boolean {
  return causesOf(error).some(({ code }) => refusal.test(code));
}
