/**
 * The field registry: which columns of each resource may be filtered, sorted and searched, and how.
 * Every door (REST, tRPC, stream, dashboard URL) reads the same registry, and only its strings ever become SQL text.
 */

/** What a field holds, which decides the operators it takes and how its values are parsed. */
export type FieldType = 'int' | 'float' | 'text' | 'timestamp' | 'level' | 'bool' | 'json';

/** One filterable field. `column` is the SQL name; the key in the registry is the name on the wire. */
export type Field = {
  readonly type: FieldType;
  readonly column: string;
  /** The index that a filter or an order by this field can use, if any: a promise that tests hold the database to. */
  readonly index: string | null;
  readonly nullable?: true;
  /** False where sorting would make no sense or no index could serve it. */
  readonly sortable?: false;
  readonly about: string;
};

/** The fields of one resource by their wire names. */
export type Fields = { readonly [name: string]: Field };

/** A resource that can be listed. `key` is the unique tie-break that ends every order. */
export type Resource<F extends Fields = Fields> = {
  readonly name: string;
  readonly fields: F;
  readonly key: string;
  readonly defaultOrder: { readonly by: string; readonly direction: 'asc' | 'desc' };
  /** Fields that `search` looks into. */
  readonly searched: readonly string[];
  /**
   * Fields whose whole value a search term of `minIdentifierLength` characters and more may be. With `column`, a SQL array that holds
   * them folded with what else identifies the row, in whatever case; else as it is written.
   */
  readonly identified?: { readonly column?: string; readonly fields: readonly string[] };
  /** Whether a search without an order of its own is sorted by relevance. */
  readonly ranked?: true;
};

/** The order of a ranked search: rows that hold every term first, then those that come near. */
export const relevance = 'relevance';

type Named<F extends Fields> = {
  readonly key: keyof F & string;
  readonly defaultOrder: { readonly by: keyof F & string };
  readonly searched: readonly (keyof F & string)[];
  readonly identified?: { readonly column?: string; readonly fields: readonly (keyof F & string)[] };
};

export function resource<const F extends Fields>(definition: Resource<F> & Named<F>): Resource<F> {
  return definition;
}

/** The columns that every stored resource has; `index` is that of `created_at`. */
export function recorded<const I extends string | null>(index: I) {
  return {
    created_at: { type: 'timestamp', column: 'created_at', index, about: 'when the row was created' },
    updated_at: {
      type: 'timestamp',
      column: 'updated_at',
      index: null,
      about: 'when the row was last updated',
    },
  } as const satisfies Fields;
}
