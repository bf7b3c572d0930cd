/** Encoding of the PostgreSQL wire protocol, version 3: a type byte, an int32 length that counts itself, a payload. */

/** Transaction status of ReadyForQuery: idle, in a transaction, in a failed transaction. */
export type TransactionStatus = 'I' | 'T' | 'E';

export type ServerError = {
  severity: 'ERROR' | 'FATAL';
  /** SQLSTATE, five characters. */
  code: string;
  message: string;
};

/** Error of the protocol itself or of a limit; the connection is closed with it. */
export class ProtocolError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ProtocolError';
    this.code = code;
  }
}

/** One typed message. */
export function encodeMessage(type: string, ...parts: readonly Uint8Array[]): Buffer {
  let length = 4;
  for (const part of parts) length += part.length;
  const header = Buffer.allocUnsafe(5);
  header.write(type, 0, 1, 'latin1');
  header.writeInt32BE(length, 1);
  return Buffer.concat([header, ...parts], length + 1);
}

/** A string and its closing zero byte. */
export function encodeText(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf8');
}

/** Big-endian int32. */
export function encodeInt32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** Simple query. */
export function encodeQuery(sql: string): Buffer {
  return encodeMessage('Q', encodeText(sql));
}

/** Close of a prepared statement. */
export function encodeCloseStatement(name: string): Buffer {
  return encodeMessage('C', Buffer.from('S'), encodeText(name));
}

/** ErrorResponse. */
export function encodeError({ severity, code, message }: ServerError): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${message}`].map(encodeText);
  return encodeMessage('E', ...fields, Buffer.from([0]));
}

/** ReadyForQuery. */
export function encodeReady(status: TransactionStatus): Buffer {
  return encodeMessage('Z', Buffer.from(status));
}

/** Answer to COPY … FROM STDIN: text format, columns left unsaid. */
export const copyInResponse = encodeMessage('G', Buffer.from([0, 0, 0]));

/** Ends an extended batch. */
export const syncMessage = encodeMessage('S');

/** Reads a zero-terminated string and says where the next field starts; throws when the zero is missing. */
export function readText(message: Buffer, from: number): { text: string; end: number } {
  const zero = message.indexOf(0, from);
  if (zero < 0) throw new ProtocolError('08P01', 'invalid string in message');
  return { text: message.toString('utf8', from, zero), end: zero + 1 };
}

/** Type byte of a message as a character. */
export function messageType(message: Buffer): string {
  return String.fromCharCode(message[0]!);
}

export type MessageSpan = { type: string; start: number; end: number };

/** Where each message of a stream of complete messages starts and ends. */
export function* spanMessages(stream: Buffer): Generator<MessageSpan> {
  let start = 0;
  while (start + 5 <= stream.length) {
    const end = start + 1 + stream.readInt32BE(start + 1);
    yield { type: String.fromCharCode(stream[start]!), start, end };
    start = end;
  }
}

/** Text columns of a DataRow; null stays null. */
export function readDataRow(row: Buffer): (string | null)[] {
  const values: (string | null)[] = [];
  let offset = 7;
  for (let left = row.readInt16BE(5); left > 0; left--) {
    const length = row.readInt32BE(offset);
    offset += 4;
    values.push(length < 0 ? null : row.toString('utf8', offset, offset + length));
    offset += Math.max(0, length);
  }
  return values;
}

/** Message and SQLSTATE of an ErrorResponse. */
export function readError(error: Buffer): { code: string; message: string } {
  const found = { code: 'XX000', message: 'unknown error' };
  let offset = 5;
  while (offset < error.length && error[offset] !== 0) {
    const field = String.fromCharCode(error[offset]!);
    const { text, end } = readText(error, offset + 1);
    if (field === 'C') found.code = text;
    if (field === 'M') found.message = text;
    offset = end;
  }
  return found;
}
