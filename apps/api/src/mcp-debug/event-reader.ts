/** Data of server-sent events out of text that comes in pieces. Time is linear in the text, however it is cut. */
export type EventReader = {
  /** The events that a piece completes. */
  push(text: string): { event: string; data: string }[];
};

/** Reads events as the HTML standard interprets a stream (9.2.6); ids and retries are of no use here. */
export function createEventReader(): EventReader {
  let line = '';
  let endedWithReturn = false;
  let event = '';
  let data: string[] = [];
  const take = (text: string) => {
    if (text === '') {
      const whole = data.length > 0 ? [{ event: event || 'message', data: data.join('\n') }] : [];
      event = '';
      data = [];
      return whole;
    }
    const [, name = '', value = ''] = /^([^:]*)(?::[ ]?([\s\S]*))?$/.exec(text) ?? [];
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    return [];
  };
  return {
    push(piece) {
      // A line feed that ends what a carriage return has ended already.
      const text = endedWithReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
      if (piece !== '') endedWithReturn = piece.endsWith('\r');
      const lines = text.split(/\r\n|\n|\r/);
      const last = lines.pop()!;
      const found = lines.flatMap((each, at) => take(at === 0 ? line + each : each));
      line = lines.length === 0 ? line + last : last;
      return found;
    },
  };
}
