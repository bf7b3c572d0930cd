import { z } from 'zod';

/** One variable of the environment, as its schemas tell. */
export type Variable = {
  name: string;
  /** Processes that read it. */
  readers: string[];
  /** What holds where it is unset, as text of the environment; null: nothing does. */
  fallback: string | null;
  /** What holds where it is unset, in words, where no single value does. */
  unset: string | null;
  /** Whether a process does not start without it. */
  isRequired: boolean;
  about: string;
};

/** Every variable of the given readers' schemas, once. @throws Error that names one without a description. */
export function listVariables(readers: Readonly<Record<string, z.ZodObject>>): Variable[] {
  const found = new Map<string, Variable>();
  for (const [reader, schema] of Object.entries(readers)) {
    const { properties = {}, required = [] } = z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
    });
    for (const [name, property] of Object.entries(properties)) {
      const known = found.get(name);
      if (known) known.readers.push(reader);
      else found.set(name, describe(name, { reader, property: property as Property, required }));
    }
  }
  return [...found.values()];
}

type Property = { description?: string; default?: unknown; unset?: string };

function describe(
  name: string,
  { reader, property, required }: { reader: string; property: Property; required: string[] },
): Variable {
  if (property.description === undefined) throw new Error(`${name} has no description in its schema`);
  const fallback = property.default === undefined ? null : String(property.default);
  return {
    name,
    readers: [reader],
    fallback: fallback === '' ? null : fallback,
    unset: property.unset ?? null,
    isRequired: required.includes(name),
    about: property.description,
  };
}
