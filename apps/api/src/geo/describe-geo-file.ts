import { open } from 'maxmind';

/** What a database of places is, and when it was made. @throws Error when the file is not there, or no such database. */
export async function describeGeoFile(file: string): Promise<{ type: string; builtAt: Date }> {
  const { databaseType, buildEpoch } = (await open(file)).metadata;
  return { type: databaseType, builtAt: buildEpoch };
}
