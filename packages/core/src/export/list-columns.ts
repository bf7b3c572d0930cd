import { z } from 'zod';
import type { Fields } from '../search/fields.ts';

/**
 * How a column is written: `text` was written by somebody and may pass for a formula in a spreadsheet, `plain` is a number, a moment
 * or a word of ours, `json` is anything.
 */
export type ColumnKind = 'text' | 'plain' | 'json';

/** A column of an export, by its name on the wire. */
export type Column = { readonly name: string; readonly kind: ColumnKind };

/** The columns of a wire row: the fields of its resource in their order, then what else there is of it. */
export function listColumns(row: z.ZodObject, { fields }: { fields: Fields }): Column[] {
  const names = new Set([...Object.keys(fields), ...Object.keys(row.shape)]);
  return [...names].flatMap((name) => {
    const type = row.shape[name];
    return type === undefined ? [] : [{ name, kind: kindOf(type) }];
  });
}

function kindOf(type: z.core.$ZodType): ColumnKind {
  if (type instanceof z.ZodNullable || type instanceof z.ZodOptional) return kindOf(type.unwrap());
  if (type instanceof z.ZodString) return type.meta()?.format === 'date-time' ? 'plain' : 'text';
  const isPlain =
    type instanceof z.ZodNumber ||
    type instanceof z.ZodBoolean ||
    type instanceof z.ZodEnum ||
    type instanceof z.ZodLiteral;
  return isPlain ? 'plain' : 'json';
}
