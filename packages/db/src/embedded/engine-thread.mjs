// PGlite in a thread of its own: queries never stall the sockets, and the thread has the stack that deeply nested input needs.
// It is JavaScript because a worker thread starts without the loader that reads TypeScript.

import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';

/** How PGlite's own main loop says that a statement failed: the longjmp of ereport(ERROR). */
const STATEMENT_FAILED = 100;

let fatal;
const db = await PGlite.create({
  dataDir: workerData.dataDir,
  extensions: { vector, pg_trgm },
  ...(workerData.loadDataDir && { loadDataDir: workerData.loadDataDir }),
});
stopAtTraps(db.Module);
const startup = await execute(workerData.startupPacket);
parentPort.on('message', answer);
parentPort.postMessage({ ready: startup });

/**
 * PGlite swallows whatever its main loop throws and calls it again. After a trap of wasm (stack exhausted, out of bounds, abort)
 * the session is in pieces, so the first one ends the loop: PGlite restores the stack outside of its own try block.
 */
function stopAtTraps(module) {
  const { _PostgresMainLoopOnce: once, stackRestore: restore } = module;
  module._PostgresMainLoopOnce = () => {
    try {
      return once();
    } catch (error) {
      if (error?.status !== STATEMENT_FAILED)
        fatal ??= error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  };
  module.stackRestore = (pointer) => {
    if (fatal) throw fatal;
    restore(pointer);
  };
}

async function execute(bytes) {
  const chunks = [];
  let length = 0;
  const onRawData = (chunk) => {
    chunks.push(chunk.slice());
    length += chunk.length;
  };
  await db.execProtocolRawStream(bytes, { onRawData });
  if (fatal) throw fatal;
  if (chunks.length === 1) return chunks[0];
  const output = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    output.set(chunk, offset);
    offset += chunk.length;
  }
  return output;
}

async function answer({ id, execute: bytes, command }) {
  try {
    if (bytes) {
      const output = await execute(bytes);
      parentPort.postMessage({ id, output }, [output.buffer]);
      return;
    }
    if (command === 'dump') parentPort.postMessage({ id, output: await db.dumpDataDir('none') });
    if (command === 'close') {
      await db.close();
      parentPort.postMessage({ id });
      parentPort.close();
    }
  } catch (error) {
    parentPort.postMessage({ id, error: `${error?.name}: ${error?.message}` });
  }
}
