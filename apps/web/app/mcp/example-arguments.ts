type Schema = Record<string, unknown>;

/** Objects inside each other that are written out. */
const maxDepth = 4;

/** Arguments to begin with: of what a schema requires a value of its type each. Anything may stand in a schema: it is somebody else's. */
export function exampleArguments(schema: unknown): Record<string, unknown> {
  return exampleObject(asSchema(schema), 0);
}

/** A parameter of a tool, as a list shows it. */
export type Parameter = { name: string; type: string; isRequired: boolean; about: string | null };

/** The parameters that a schema names, those that are required first. */
export function listParameters(schema: unknown): Parameter[] {
  const { properties, required } = asSchema(schema);
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(asSchema(properties))
    .map(([name, value]) => {
      const property = asSchema(value);
      const about = typeof property.description === 'string' ? property.description : null;
      return { name, type: typeName(property), isRequired: needed.includes(name), about };
    })
    .sort((a, b) => Number(b.isRequired) - Number(a.isRequired));
}

function exampleObject({ properties, required }: Schema, depth: number): Record<string, unknown> {
  const known = asSchema(properties);
  const names = (Array.isArray(required) ? required : []).filter(
    (name): name is string => typeof name === 'string' && Object.hasOwn(known, name),
  );
  return Object.fromEntries(names.map((name) => [name, example(asSchema(known[name]), depth)]));
}

function example(schema: Schema, depth: number): unknown {
  if ('default' in schema) return schema.default;
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return schema.enum[0];
  switch (firstType(schema)) {
    case 'string':
      return '';
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? schema.minimum : 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return depth < maxDepth ? exampleObject(schema, depth + 1) : {};
    default:
      return null;
  }
}

function firstType({ type }: Schema): unknown {
  return Array.isArray(type) ? type.find((each) => each !== 'null') : type;
}

function typeName(schema: Schema): string {
  if (Array.isArray(schema.enum))
    return schema.enum
      .map((value) => JSON.stringify(value))
      .join(' | ')
      .slice(0, 100);
  const { type } = schema;
  if (typeof type === 'string') return type;
  return Array.isArray(type) ? type.filter((each) => typeof each === 'string').join(' | ') : 'any';
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}
