// npm run db:restored: to be run once on a database that is a copy of files, made by a snapshot of a volume or of the data folder, before
// anything else starts on it. A restored dump needs it not. See docs/operations.md.
import { fileURLToPath } from 'node:url';
import { adoptCluster } from '../packages/db/src/stream/adopt-cluster.ts';
import { prepareDatabase } from '../packages/jobs/src/migrate/prepare-database.ts';
import { openSource } from './db-move/open-source.ts';
import { readSettings } from './start/settings.ts';

const { databaseUrl, directUrl, dataDir } = readSettings(
  process.env,
  fileURLToPath(new URL('..', import.meta.url)),
);
const { url, close } = await openSource(directUrl ?? databaseUrl ?? dataDir);
try {
  await prepareDatabase({ url });
  await adoptCluster({ url, isCopy: true });
  console.log('Streams go on after every place that was given out before the copy was taken into use.');
} finally {
  await close();
}
