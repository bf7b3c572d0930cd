// A worker process for the test that kills it: its embedder says so after a number of texts, and never returns from the next.

import { createHashEmbedder } from '@apiscope/core/search/embed';
import { createDb } from '@apiscope/db/client';
import { handlers } from '../handlers.ts';
import { openWorker } from './open-worker.ts';

const [url, dimensions, texts] = process.argv.slice(2);
const embedder = createHashEmbedder({ dimensions: Number(dimensions) });
let left = Number(texts);
await openWorker({ url: url!, db: createDb({ url: url!, maxConnections: 3 }) }, handlers, {
  beatMs: 200,
  embedder: {
    ...embedder,
    embed(text) {
      if (left-- > 0) return embedder.embed(text);
      process.stdout.write('STALLED\n');
      // Blocks the whole process, as a kill in the middle of a batch would find it.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
      return [];
    },
  },
});
