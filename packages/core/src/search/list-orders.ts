import { type Resource, relevance } from './fields.ts';

/** What a list of the resource can be sorted by. */
export function listOrders({ fields, ranked }: Resource): string[] {
  const sortable = Object.keys(fields).filter((name) => fields[name]?.sortable !== false);
  return ranked ? [...sortable, relevance] : sortable;
}
