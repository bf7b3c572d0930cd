import type { Issue } from '@apiscope/core/errors';
import { badParameters } from '@apiscope/core/search/parse';
import { z } from 'zod';

/** A decoded input; without a prototype, so that `__proto__` is a name like any other. */
export type Parameters = Record<string, unknown>;

/** Types of the parameters of a route by their names. */
export type Shape = Readonly<Record<string, z.core.$ZodType>>;

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads path and query into the types that the input declares; what doesn't read as its type stays text, for the schema
 * to refuse.
 * @throws AppError BAD_REQUEST naming every parameter given more than once.
 */
export function decodeParameters(
  shape: Shape,
  { path, query }: { path: Readonly<Record<string, string>>; query: URLSearchParams },
): Parameters {
  const input: Parameters = Object.create(null);
  const issues: Issue[] = [];
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    if (Object.hasOwn(path, name)) issues.push({ path: name, message: 'is given in the path' });
    else if (values.length > 1) issues.push({ path: name, message: 'given more than once' });
    else input[name] = decode(shape[name], values[0]!);
  }
  if (issues.length > 0) throw badParameters(issues);
  for (const [name, value] of Object.entries(path)) input[name] = decode(shape[name], value);
  return input;
}

function decode(type: z.core.$ZodType | undefined, text: string): unknown {
  switch (kindOf(type)) {
    case 'number':
      return number.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    default:
      return text;
  }
}

/** What a type looks like in a query string, under its defaults, options and bounds. */
export function kindOf(type: z.core.$ZodType | undefined): 'number' | 'boolean' | 'text' {
  if (type instanceof z.ZodOptional || type instanceof z.ZodNullable || type instanceof z.ZodDefault)
    return kindOf(type.unwrap());
  if (type instanceof z.ZodNumber) return 'number';
  if (type instanceof z.ZodBoolean) return 'boolean';
  if (type instanceof z.ZodLiteral) return typeof type.value === 'number' ? 'number' : 'text';
  if (type instanceof z.ZodUnion)
    return type.options.every((option) => kindOf(option) === 'number') ? 'number' : 'text';
  return 'text';
}
