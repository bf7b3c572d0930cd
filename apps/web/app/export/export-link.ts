export type ExportFormat = 'csv' | 'ndjson' | 'har';

/** The address of an export of what a list was asked for, its paging left out. */
export function exportLink(path: string, query: Record<string, unknown>, format: ExportFormat): string {
  const { limit: _limit, offset: _offset, cursor: _cursor, ...asked } = query;
  const params = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined && value !== null) params.set(name, String(value));
  }
  return `${path}?${params}`;
}
