/** The tables whose rows have a vector, each with the column whose text it is of. */
export const embeddedTables = { log_patterns: 'pattern', users: 'name' } as const;

export type EmbeddedTable = keyof typeof embeddedTables;
export const embeddedTableNames = Object.keys(embeddedTables) as EmbeddedTable[];
