import { existsSync } from 'node:fs';

/** Real logs live beside the repository, not in it. */
const folder = new URL('../../../shared/data/', import.meta.url);

/** The folder of real data; null where it is absent, and then there is nothing to measure on. */
export const sharedData: URL | null = existsSync(folder) ? folder : null;
