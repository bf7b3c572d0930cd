import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Packages that the files are taken from. */
export const fileOrigins = {
  'countries.mmdb': '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb',
  'reference.js': '@scalar/api-reference/browser/standalone.js',
} as const;
export type FileName = keyof typeof fileOrigins;

/** Path of a file that is read as it is: a build has it beside itself, in `files`; a checkout in its package. */
export function findFile(name: FileName): string {
  const built = join(import.meta.dirname, 'files', name);
  return existsSync(built) ? built : createRequire(import.meta.url).resolve(fileOrigins[name]);
}

/** The built web app: a folder of files for browsers, and the module that renders pages. */
export type WebBuild = { files: string; server: string };

/** The web app as part of a build, or where Remix puts it in a checkout. */
export function findWeb(): WebBuild {
  const built = join(import.meta.dirname, 'web');
  if (existsSync(built)) return { files: join(built, 'client'), server: join(built, 'server/index.mjs') };
  const folder = join(import.meta.dirname, '../../web/build');
  return { files: join(folder, 'client'), server: join(folder, 'server/index.js') };
}
