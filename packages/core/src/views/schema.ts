import { z } from 'zod';
import { rangeIn, rangeOut } from '../range/schema.ts';
import { resources } from '../search/resources.ts';
import { timestampOut } from '../timestamp-schema.ts';

/** Bounds of a view. */
export const viewLimits = {
  name: 200,
  service: 200,
  /** Characters of the filter as a query string: a view must stay a link that every server takes. */
  filter: 8_000,
} as const;

export type ResourceName = keyof typeof resources;

const resource = z
  .enum(Object.keys(resources) as [ResourceName, ...ResourceName[]])
  .describe('what the view lists');
/** Text that a person gives something, trimmed. */
export const viewText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((value) => !/[\0\p{Surrogate}]/u.test(value), 'holds a character that cannot be stored');

/** A filter as the list of its resource takes it: `field__op`, `search`, `order_by` and `order`, in the types of the fields. */
export const viewFilter = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type ViewFilter = z.infer<typeof viewFilter>;

/** What a page shows, under a name. */
export const view = z
  .object({
    id: z.number().int(),
    name: z.string(),
    resource,
    filter: viewFilter.describe(
      'filters, search and order, as parameters that the list of the resource takes',
    ),
    columns: z.array(z.string()).describe('fields shown, in this order; empty: those shown by default'),
    range: rangeOut.nullable().describe('time covered; null: what the page shows by default'),
    service: z.string().nullable().describe('only this service; null: all'),
    created_at: timestampOut,
    updated_at: timestampOut,
  })
  .meta({ id: 'View' });
export type View = z.infer<typeof view>;

/** A filter as it comes in. */
export const filterIn = z
  .union([
    z.string(),
    z.record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))]),
    ),
  ])
  .describe(
    'a query string, or an object, of `field__op`, `search`, `order_by` and `order` as the list of the resource takes them',
  );

const name = viewText(viewLimits.name).describe('1 to 200 characters, unique among the views of a resource');
const parts = {
  filter: filterIn.optional(),
  columns: z.array(z.string()).optional().describe('names of fields of the resource, each once'),
  range: rangeIn.nullish().describe('time covered; null: what the page shows by default'),
  service: viewText(viewLimits.service).nullish().describe('only this service; null: all'),
};

export const viewId = z.number().int().min(1).max(2_147_483_647);
export const viewIdInput = z.strictObject({ id: viewId });
export const createViewInput = z.strictObject({ name, resource, ...parts });
export type CreateViewInput = z.infer<typeof createViewInput>;
/** A view stays with its resource: its filter and columns mean nothing to another. */
export const updateViewInput = z.strictObject({ id: viewId, name: name.optional(), ...parts });
