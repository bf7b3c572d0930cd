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

/**
 * Answers rows as a file, page by page as the client takes them: no page is read before the one in front of it is on its way, and none
 * after the client has gone. A failure on the way breaks the transfer off, since a file that merely ended would pass for whole.
 * @throws what reading the first page throws, so that it can still be answered as any other failure.
 */
export async function exportResponse<Row>(pages: Pages<Row>, file: ExportFile<Row>): Promise<Response> {
  const { writer, log, signal, stop } = file;
  const encoder = new TextEncoder();
  let first: IteratorResult<Row[], void> | null = await pages.next();
  let before = writer.head;
  let rows = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const page = first ?? (await pages.next());
          first = null;
          if (page.done) {
            const rest = rows === 0 ? before + writer.tail : writer.tail;
            if (rest !== '') controller.enqueue(encoder.encode(rest));
            controller.close();
            return;
          }
          controller.enqueue(encoder.encode(before + page.value.map(writer.print).join(writer.between)));
          before = writer.between;
          rows += page.value.length;
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
