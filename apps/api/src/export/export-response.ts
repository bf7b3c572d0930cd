import type { Logger } from 'pino';
import type { Writer } from './writers.ts';

type Pages<Row> = AsyncGenerator<Row[], void, undefined>;

export type ExportFile<Row> = {
  writer: Writer<Row>;
  /** Without its extension. */
  name: string;
  log: Logger;
  /** Aborted once nobody waits for the file any more. */
  signal: AbortSignal;
  /** Aborts it. */
  stop(): void;
};

/** Characters sent at a time: little enough that others get their turn in between. */
const chunkSize = 65_536;

/**
 * Answers rows as a file, chunk by chunk as the client takes them: no page is read before the rows of the last are on their way, and none
 * after the client has gone. A failure on the way breaks the transfer off, since a file that merely ended would pass for whole.
 * @throws what reading the first page throws, so that it can still be answered as any other failure.
 */
export async function exportResponse<Row>(pages: Pages<Row>, file: ExportFile<Row>): Promise<Response> {
  const { writer, log, signal, stop } = file;
  const encoder = new TextEncoder();
  let page = await pages.next();
  let at = 0;
  let rows = 0;

  const nextChunk = async (): Promise<string> => {
    if (!page.done && at === page.value.length) {
      page = await pages.next();
      at = 0;
    }
    let chunk = rows === 0 ? writer.head : '';
    if (page.done) return chunk + writer.tail;
    for (; at < page.value.length && chunk.length < chunkSize; at++, rows++)
      chunk += (rows === 0 ? '' : writer.between) + writer.print(page.value[at]!);
    return chunk;
  };

  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await nextChunk();
          if (chunk !== '') controller.enqueue(encoder.encode(chunk));
          if (page.done) controller.close();
        } catch (error) {
          if (!signal.aborted) log.error({ err: error, rows }, 'an export broke off');
          // Whoever carries the stream may tell of its error, so that says nothing of the cause.
          controller.error(new Error('the export broke off'));
        }
      },
      cancel: stop,
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: exportHeaders(file) });
}

/** Headers of a file that is to be kept, by whoever asked for it and by nobody on the way. */
export function exportHeaders<Row>({ writer, name }: Pick<ExportFile<Row>, 'writer' | 'name'>) {
  return {
    'content-type': writer.contentType,
    'content-disposition': `attachment; filename="${name}.${writer.extension}"`,
    'cache-control': 'no-store',
    // Said outright, since the server would otherwise collect the first pages to count them, and answer a failure among them in words.
    'transfer-encoding': 'chunked',
  };
}
