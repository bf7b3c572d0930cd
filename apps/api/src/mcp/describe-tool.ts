import { type Scope, scope } from '@apiscope/core/access/schema';
import type { Resource } from '@apiscope/core/search/fields';
import { operatorsOf } from '@apiscope/core/search/operators';
import type { Tool as ToolDescription } from '@modelcontextprotocol/sdk/types.js';
import type { AnyProcedure } from '@trpc/server';
import { z } from 'zod';
import { appRouter } from '../router.ts';
import type { ProcedureMeta } from '../trpc/meta.ts';
import type { Tool } from './tools.ts';

/** What the schemas of a procedure say that a tool needs. */
export type ToolSchemas = {
  access: Scope;
  input: z.ZodObject;
  /** Whether it answers a page, which can be asked for with fewer rows. */
  isPage: boolean;
  /** Schema of the structured answer: `data`, the page's `metadata`, and a note on what was left out. */
  answer: z.ZodObject;
};

type Definition = { meta?: ProcedureMeta; inputs: unknown[]; output?: unknown };

const note = z
  .string()
  .nullable()
  .describe('what was left out of this answer and how to get it; null when it is whole');

/** Reads what the procedure behind a tool takes and answers. */
export function schemasOf({ procedure }: Tool): ToolSchemas {
  const procedures = appRouter._def.procedures as unknown as Record<string, AnyProcedure>;
  const { meta, inputs, output } = procedures[procedure]!._def as unknown as Definition;
  const isPage = output instanceof z.ZodObject && 'data' in output.shape && 'metadata' in output.shape;
  return {
    access: scope.parse(meta!.access),
    input: withoutDefault(inputs[0] as z.ZodObject | z.ZodPrefault<z.ZodObject>),
    isPage,
    answer: isPage ? output.extend({ note }) : z.object({ data: output as z.ZodType, note }),
  };
}

/** The schema of an input that may be left out: a tool always gets an object. */
function withoutDefault(input: z.ZodObject | z.ZodPrefault<z.ZodObject>): z.ZodObject {
  return input instanceof z.ZodPrefault ? input.unwrap() : input;
}

/** Describes a tool as `tools/list` answers it. */
export function describeTool(tool: Tool, { input, answer }: ToolSchemas): ToolDescription {
  const { name, title, description, resource } = tool;
  return {
    name,
    title,
    description: resource ? `${description} ${describeFilters(resource)}` : description,
    inputSchema: compact(toJsonSchema(input, 'input')),
    outputSchema: toJsonSchema(answer, 'output'),
    annotations: {
      title,
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
  };
}

type JsonObject = { type: 'object'; properties?: Record<string, object>; [key: string]: unknown };

function toJsonSchema(schema: z.ZodObject, io: 'input' | 'output'): JsonObject {
  return z.toJSONSchema(schema, {
    io,
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // The bounds of exact numbers, which every number of ours keeps.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      delete jsonSchema.example;
    },
  }) as JsonObject;
}

/** Leaves the words out of hundreds of filters: the tool says once what its fields are, and the server what operators mean. */
function compact(schema: JsonObject): JsonObject {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    if (!name.includes('__')) return [name, property];
    const { description: _, ...rest } = property as { description?: string };
    return [name, rest];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

function describeFilters({ fields }: Resource): string {
  const lines = Object.entries(fields).map(([name, { type, about }]) => `${name} (${type}: ${about})`);
  return `Filters are field__op parameters. Fields: ${lines.join('; ')}.`;
}

/** The grammar that all tools share, told once when a client connects. */
export const instructions = `Apiscope watches APIs: it keeps log lines, captured requests with their responses, and exact metrics.
Lists are filtered by parameters named field__op, all of which must hold, for example level__gte="error", service__eq="shop", statusCode__gte=500, created_at__gte="2026-01-31T09:00:00Z". Operators by type: numbers and timestamps ${operatorsOf.int.join(', ')}; text and level also like, ilike (contains), startswith, endswith. "in" takes a comma separated list. Levels are ordered trace < debug < info < warn < error < fatal. Times are ISO-8601 in UTC.
Lists answer { data, metadata, note }: pass metadata.nextCursor as cursor for the next page; note says what was left out of a long answer. Secrets are redacted everywhere.`;
