import { z } from 'zod';

/**
 * How a column is written: `text` was written by somebody and may pass for a formula in a spreadsheet, `plain` is a number, a moment
 * or a word of ours, `json` is anything.
 */
export type ColumnKind = 'text' | 'plain' | 'json';

/** A column of an export, by its name on the wire. */
export type Column = { readonly name: string; readonly kind: ColumnKind };

/** The columns of a wire row, in the order of its schema. */
export function listColumns(row: z.ZodObject): Column[] {
  return Object.entries(row.shape).map(([name, type]) => ({ name, kind: kindOf(type) }));
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
