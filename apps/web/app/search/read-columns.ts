/** The word for when a row was created, which reads better in an address than the name of the field. */
const time = { word: 'time', field: 'created_at' } as const;

/** The fields that `columns` of the URL names, each once, in its order; none: those shown by default. */
export function readColumns(params: URLSearchParams): string[] {
  const names = (params.get('columns') ?? '').split(',').filter((name) => name !== '');
  return [...new Set(names.map((name) => (name === time.word ? time.field : name)))];
}

/** The inverse of {@link readColumns}; null when there is nothing to say. */
export function printColumns(fields: readonly string[]): string | null {
  return fields.map((field) => (field === time.field ? time.word : field)).join(',') || null;
}
