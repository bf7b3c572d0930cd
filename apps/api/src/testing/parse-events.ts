/** One block of an event stream, with those of its fields that were sent. */
export type ServerSentEvent = {
  event: string | null;
  id: string | null;
  data: string | null;
  comment: string | null;
};

/** Reads an event stream block by block. */
export async function* parseEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) yield parseBlock(block);
  }
}

function parseBlock(block: string): ServerSentEvent {
  const found: ServerSentEvent = { event: null, id: null, data: null, comment: null };
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
    if (name === '') found.comment = value;
    else if (name === 'event' || name === 'id' || name === 'data') found[name] = value;
  }
  return found;
}
