import type { Recorded, StageRecord } from './stage-record.ts';

export type Bag = Record<string, unknown>;

export function find(record: StageRecord, type: string, name?: RegExp): Recorded[] {
  return record.resources.filter((it) => it.type === type && (name?.test(it.name) ?? true));
}

/** How Pulumi marks a value as secret. */
export const secretMark = '4dabf18193072939515e22adb298388d';

/** The value of an input, out of the wrapping that marks it as secret. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  if (secretMark in value) return plain((value as Bag).value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

export const input = (it: Recorded | undefined, key: string): unknown => plain(it?.inputs[key]);
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const serviceOf = (record: StageRecord, name: string) =>
  find(record, 'aws:ecs/service:Service', new RegExp(`^${name}`))[0];
export const functionOf = (record: StageRecord, name: string) =>
  find(record, 'aws:lambda/function:Function', new RegExp(`^${name}Function$`))[0];
export const isService = (record: StageRecord): boolean => serviceOf(record, 'Api') !== undefined;

export function containerOf(record: StageRecord, name: string): Bag {
  const task = find(record, 'aws:ecs/taskDefinition:TaskDefinition', new RegExp(`^${name}Task$`))[0];
  const [container] = JSON.parse(String(input(task, 'containerDefinitions') ?? '[{}]')) as Bag[];
  return container!;
}
