import { z } from 'zod';
import { explainUnknown } from './explain-unknown.ts';
import { type Field, type Fields, type FieldType, type Resource, relevance } from './fields.ts';
import { listOrders } from './list-orders.ts';
import { type Operator, type OperatorOf, operatorMeaning, operatorsOf } from './operators.ts';
import { maxSearchLength } from './terms.ts';

type ScalarOf<T extends FieldType> = T extends 'int' | 'float'
  ? z.ZodNumber
  : T extends 'bool'
    ? z.ZodBoolean
    : z.ZodString;
type ValueOf<T extends FieldType, O extends Operator> = O extends 'isnull' | 'isnotnull'
  ? z.ZodBoolean
  : O extends 'in'
    ? z.ZodString
    : ScalarOf<T>;

/** The optional parameters `field__op` of a resource, each typed by its field. */
export type FilterShape<F extends Fields> = {
  [K in keyof F & string as never]: never;
} & {
  [P in { [K in keyof F & string]: `${K}__${OperatorOf<F[K]['type']>}` }[keyof F &
    string]]: P extends `${infer K}__${infer O}`
    ? z.ZodOptional<ValueOf<F[K & keyof F]['type'], O & Operator>>
    : never;
};

/** Builds the zod shape of every `field__op` parameter that a resource takes. */
export function filterShape<F extends Fields>(resource: Resource<F>): FilterShape<F> {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, field] of Object.entries(resource.fields)) {
    for (const op of operatorsOf[field.type]) {
      shape[`${name}__${op}`] = valueSchema(field, op)
        .optional()
        .describe(`${name} (${field.about}): ${operatorMeaning[op]}`);
    }
  }
  return shape as FilterShape<F>;
}

function valueSchema(field: Field, op: Operator): z.ZodType {
  if (op === 'isnull' || op === 'isnotnull' || field.type === 'bool') return z.boolean();
  const isNumber = field.type === 'int' || field.type === 'float';
  if (!isNumber || op === 'in') return z.string();
  return field.type === 'int' ? z.number().int() : z.number();
}

/**
 * Error map of a strict input: says of every unknown key whether the field, the operator or the whole name is unknown,
 * one line a key in the order of `issue.keys`.
 */
export function explainUnknownKeys(resource: Pick<Resource, 'name' | 'fields'>) {
  return (issue: { code?: string | undefined; keys?: PropertyKey[] }) =>
    issue.code === 'unrecognized_keys' && issue.keys
      ? issue.keys.map((key) => explainUnknown(resource, String(key)) ?? 'unknown parameter').join('\n')
      : undefined;
}

/** Bounds of a page. */
export const maxLimit = 1_000;
export const defaultLimit = 20;

/** Paging and order of a list: 1 ≤ limit ≤ 1,000, offset ≥ 0, `order_by` a sortable field, or a `cursor` of an earlier page. */
export function pageShape<F extends Fields>(resource: Resource<F>) {
  const { by, direction } = resource.defaultOrder;
  return {
    limit: z.number().int().min(1).max(maxLimit).default(defaultLimit).describe('rows in a page, 1 to 1000'),
    offset: z
      .number()
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .default(0)
      .describe('rows to skip; use cursor for deep pages'),
    cursor: z
      .string()
      .max(2_000)
      .optional()
      .describe('nextCursor of the page before; keeps its order and filter'),
    order_by: z
      .enum(listOrders(resource) as [string, ...string[]])
      .optional()
      .describe(
        resource.ranked
          ? `field to sort by; default ${relevance} with a search (newest of the best matches first), else ${by}`
          : `field to sort by, default ${by}`,
      ),
    order: z.enum(['asc', 'desc']).optional().describe(`direction, default ${direction}`),
  };
}

/** The `search` parameter of a resource. */
export function searchShape(resource: { readonly searched: readonly string[] }) {
  return {
    search: z
      .string()
      .max(maxSearchLength)
      .optional()
      .describe(
        `words or "quoted phrases" that ${resource.searched.join(' or ')} must contain; -word must be absent`,
      ),
  };
}

/** Input of a list procedure: filters, search, paging and order of the resource; any other key is refused. */
export function listInput<F extends Fields>(resource: Resource<F>) {
  return z.strictObject(
    { ...pageShape(resource), ...searchShape(resource), ...filterShape(resource) },
    { error: explainUnknownKeys(resource) },
  );
}

/** Input of a live stream: the filters and search of the list, and where to resume. */
export function streamInput<F extends Fields>(resource: Resource<F>) {
  return z.strictObject(
    {
      ...searchShape(resource),
      ...filterShape(resource),
      lastEventId: z
        .string()
        .max(200)
        .nullish()
        .describe('id of the last event seen; the stream goes on right after it'),
    },
    { error: explainUnknownKeys(resource) },
  );
}
