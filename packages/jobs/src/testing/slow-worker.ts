// A worker process for the test that kills it: its handler merges the batch and then never returns.

import { createDb } from '@apiscope/db/client';
import { handlers } from '../handlers.ts';
import { handlersWith, openWorker } from './open-worker.ts';

const url = process.argv[2]!;
await openWorker(
  { url, db: createDb({ url, maxConnections: 3 }) },
  handlersWith('process_raw_metrics', async (payload, context) => {
    await handlers.process_raw_metrics(payload, context);
    process.stdout.write('MERGED\n');
    await new Promise(() => {});
  }),
  { beatMs: 200 },
);
