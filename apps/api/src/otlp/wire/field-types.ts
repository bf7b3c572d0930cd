import { type MessageName, messageTypes, type ScalarName } from './message-types.ts';

/** A field of a message, made ready to be read and written. */
export type FieldType = {
  name: string;
  number: number;
  isRepeated: boolean;
  isOptional: boolean;
  scalar: ScalarName | null;
  /** Set when it is no scalar. */
  message: MessageType | null;
};

export type MessageType = {
  name: MessageName;
  fields: FieldType[];
  byNumber: Map<number, FieldType>;
  /** A message of which nothing was sent. */
  create(): Record<string, unknown>;
};

const defaults: Record<ScalarName, string | boolean | number | bigint> = {
  string: '',
  bool: false,
  double: 0,
  enum: 0,
  uint32: 0,
  sint32: 0,
  fixed64: 0n,
  int64: 0n,
  uint64: 0n,
  id: '',
  bytes: '',
};

const names = Object.keys(messageTypes) as MessageName[];
const types = new Map<string, MessageType>(
  names.map((name) => [name, { name, fields: [], byNumber: new Map(), create: () => ({}) }]),
);
for (const name of names) fillType(types.get(name)!, Object.entries(messageTypes[name]));

/** The type of a message by its name. */
export function typeOf(name: MessageName): MessageType {
  return types.get(name)!;
}

function fillType(type: MessageType, entries: [string, readonly [number, string]][]): void {
  type.fields = entries.map(([name, [number, spelled]]) => {
    const base = spelled.replace(/\[\]$|\?$/, '');
    const message = types.get(base) ?? null;
    return {
      name,
      number,
      isRepeated: spelled.endsWith('[]'),
      isOptional: spelled.endsWith('?'),
      scalar: message ? null : (base as ScalarName),
      message,
    };
  });
  type.byNumber = new Map(type.fields.map((field) => [field.number, field]));
  const repeated = type.fields.filter(({ isRepeated }) => isRepeated).map(({ name }) => name);
  const plain: Record<string, unknown> = {};
  for (const { name, isRepeated, isOptional, scalar } of type.fields)
    plain[name] = isRepeated || isOptional || scalar === null ? undefined : defaults[scalar];
  type.create = () => {
    const made = { ...plain };
    for (const name of repeated) made[name] = [];
    return made;
  };
}
