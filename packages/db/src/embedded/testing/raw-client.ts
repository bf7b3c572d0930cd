import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { FrameReader } from '../frame-reader.ts';
import { encodeInt32, encodeMessage, encodeText, readError, readText } from '../wire-protocol.ts';

/** One message as short as a test can compare it: `Z:I`, `C:SELECT 1`, `E:42601`, `A:channel=payload`, else its type. */
export type Told = string;

/** A client that sends exactly the messages it is given. */
export class RawClient {
  readonly socket: Socket;
  readonly #told: Told[] = [];
  readonly #reader = new FrameReader(2 ** 30);
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    this.#reader.beginTyped();
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#told.push('closed');
      this.#wake();
    });
    socket.on('data', (chunk: Buffer) => {
      this.#reader.push(chunk);
      for (let message = this.#reader.next(); message; message = this.#reader.next())
        this.#told.push(tell(message));
      this.#wake();
    });
  }

  /** Connects and sends a startup packet with these settings; resolves when the server is ready. */
  static async connect(port: number, settings: Record<string, string> = {}): Promise<RawClient> {
    const client = await RawClient.open(port, startupPacket(settings));
    await client.until((told) => told.startsWith('Z') || told.startsWith('E'));
    return client;
  }

  /** Connects and sends a first packet, whatever it is. */
  static async open(port: number, first: Buffer): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const client = new RawClient(socket);
    socket.write(first);
    return client;
  }

  send(...messages: Buffer[]): void {
    this.socket.write(Buffer.concat(messages));
  }

  /** Sends, and returns everything up to the next ReadyForQuery. */
  async ask(...messages: Buffer[]): Promise<Told[]> {
    this.send(...messages);
    return this.untilReady();
  }

  untilReady(): Promise<Told[]> {
    return this.until((told) => told.startsWith('Z') || told === 'closed');
  }

  /** Everything up to the first message that `isLast` accepts. */
  async until(isLast: (told: Told) => boolean): Promise<Told[]> {
    for (;;) {
      const at = this.#told.findIndex(isLast);
      if (at >= 0) return this.#told.splice(0, at + 1);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

export function startupPacket(settings: Record<string, string> = {}): Buffer {
  const pairs = Object.entries({ user: 'postgres', database: 'postgres', ...settings }).flat();
  const body = Buffer.concat([encodeInt32(3 << 16), ...pairs.map(encodeText), Buffer.from([0])]);
  return Buffer.concat([encodeInt32(body.length + 4), body]);
}

/** Messages of the extended protocol, with text parameters only. */
export const extended = {
  parse: (sql: string, statement = ''): Buffer =>
    encodeMessage('P', encodeText(statement), encodeText(sql), Buffer.from([0, 0])),
  bind: (parameters: string[] = [], statement = '', portal = ''): Buffer => {
    const values = parameters.flatMap((value) => [encodeInt32(Buffer.byteLength(value)), Buffer.from(value)]);
    const count = Buffer.from([0, 0, 0, parameters.length]);
    return encodeMessage(
      'B',
      encodeText(portal),
      encodeText(statement),
      count,
      ...values,
      Buffer.from([0, 0]),
    );
  },
  describe: (kind: 'S' | 'P', name = ''): Buffer => encodeMessage('D', Buffer.from(kind), encodeText(name)),
  execute: (portal = '', rows = 0): Buffer => encodeMessage('E', encodeText(portal), encodeInt32(rows)),
  flush: encodeMessage('H'),
  sync: encodeMessage('S'),
  copyData: (data: string): Buffer => encodeMessage('d', Buffer.from(data)),
  copyDone: encodeMessage('c'),
  copyFail: (reason: string): Buffer => encodeMessage('f', encodeText(reason)),
};

function tell(message: Buffer): Told {
  const type = String.fromCharCode(message[0]!);
  if (type === 'Z') return `Z:${String.fromCharCode(message[5]!)}`;
  if (type === 'C') return `C:${readText(message, 5).text}`;
  if (type === 'E') return `E:${readError(message).code}`;
  if (type !== 'A') return type;
  const channel = readText(message, 9);
  return `A:${channel.text}=${readText(message, channel.end).text}`;
}
