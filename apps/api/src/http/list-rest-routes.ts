import type { AnyProcedure, AnyRouter } from '@trpc/server';
import type { OpenApiMethod } from 'trpc-openapi';
import { z } from 'zod';
import type { Access, ProcedureMeta } from '../trpc/meta.ts';
import type { Shape } from './decode-parameters.ts';
import type { BodyLimit } from './open-body.ts';
import { defaultMaxBody } from './read-json-body.ts';

/** A procedure as REST serves it. */
export type RestRoute = {
  /** Name of the procedure, `users.get`. */
  procedure: string;
  method: OpenApiMethod;
  /** Template as documented, `/api/v1/users/{id}`. */
  template: string;
  tags: string[];
  summary: string;
  /** Types of the parameters; null when the input is not an object, so a body is taken as it is. */
  shape: Shape | null;
  output: z.ZodType;
  /** Who may call it. */
  access: Access;
  successStatus: number;
  mayConflict: boolean;
  mayMiss: boolean;
  body: BodyLimit;
  /** Whether its bodies pass the bounded intake. */
  intake: boolean;
  /** Field of the input that the body is as it comes; null when the body's fields are the input's. */
  bodyField: string | null;
};

type Definition = { meta?: ProcedureMeta; inputs: unknown[]; output?: unknown };

/** Lists the procedures that declare a REST route, those without parameters in their path first so that none hides another. */
export function listRestRoutes(router: AnyRouter): RestRoute[] {
  return Object.entries(router._def.procedures as Record<string, AnyProcedure>)
    .flatMap(([name, procedure]) => describe(name, procedure._def as unknown as Definition))
    .sort((a, b) => parameterCount(a) - parameterCount(b));
}

function describe(procedure: string, { meta, inputs, output }: Definition): RestRoute[] {
  const rest = meta?.openapi;
  if (!rest) return [];
  return [
    {
      procedure,
      method: rest.method,
      template: rest.path,
      tags: rest.tags ?? [],
      summary: rest.summary ?? procedure,
      shape: shapeOf(inputs[0]),
      output: output instanceof z.ZodType ? output : z.unknown(),
      access: meta.access,
      successStatus: meta.successStatus ?? 200,
      mayConflict: meta.mayConflict ?? false,
      mayMiss: meta.mayMiss ?? false,
      body: { maxBytes: meta.maxBody ?? defaultMaxBody, hint: meta.bodyHint },
      intake: meta.intake ?? false,
      bodyField: meta.bodyField ?? null,
    },
  ];
}

function shapeOf(input: unknown): Shape | null {
  if (input instanceof z.ZodOptional || input instanceof z.ZodPrefault) return shapeOf(input.unwrap());
  return input instanceof z.ZodObject ? input.shape : null;
}

function parameterCount({ template }: RestRoute): number {
  return template.split('{').length;
}
