import type { Socket } from 'node:net';
import { FrameReader } from './frame-reader.ts';
import { ListenState } from './listen-state.ts';
import { PreparedNames } from './prepared-names.ts';
import { RequestAssembler } from './request-assembler.ts';
import type { SettingsOwner } from './session-settings.ts';
import { encodeError, encodeReady, messageType, ProtocolError } from './wire-protocol.ts';
import type { WorkUnit } from './work-unit.ts';

export type ConnectionLimits = {
  /** Bound of one message, one batch and one COPY, in bytes. */
  maxMessageBytes: number;
};

const CLOSE_WITHIN_MS = 1_000;
/** Bytes of waiting requests above which no more is read from the client, and below which it is again. */
const PAUSE_READING_ABOVE = 32 * 1024 * 1024;
const RESUME_READING_BELOW = 8 * 1024 * 1024;
/** Bytes of unread answers above which no further unit of the client runs. */
const HOLD_BACK_ABOVE = 16 * 1024 * 1024;

type Handlers = {
  /** A startup packet; typed messages follow once `begin` was called. */
  onStartup(packet: Buffer): void;
  /** There is something to run. */
  onWork(): void;
  onActivity(): void;
  onClosed(): void;
};

/** One client: its socket, its part of the session's state and the units it waits for. */
export class ClientConnection implements SettingsOwner {
  readonly id: number;
  /** Needed to cancel. */
  readonly secret: number;
  readonly listens = new ListenState();
  readonly names: PreparedNames;
  readonly queue: WorkUnit[] = [];
  settings: ReadonlyMap<string, string> = new Map();
  startupSettings: ReadonlyMap<string, string> = new Map();
  /** Something failed since the last Sync: everything up to the next one is skipped. */
  skipsToSync = false;
  /** Its startup packet was accepted. */
  isStarted = false;
  isClosed = false;
  readonly #socket: Socket;
  readonly #reader: FrameReader;
  readonly #assembler: RequestAssembler;
  readonly #limits: ConnectionLimits;
  readonly #handlers: Handlers;
  #queuedBytes = 0;

  constructor(id: number, secret: number, socket: Socket, limits: ConnectionLimits, handlers: Handlers) {
    this.id = id;
    this.secret = secret;
    this.#socket = socket;
    this.#limits = limits;
    this.#handlers = handlers;
    this.names = new PreparedNames(id);
    this.#reader = new FrameReader(limits.maxMessageBytes);
    this.#assembler = new RequestAssembler(this.names, limits.maxMessageBytes, (unit) => this.enqueue(unit));
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('drain', () => handlers.onWork());
    // The close that follows says all there is to know.
    socket.on('error', () => {});
    socket.on('close', () => this.#closed());
  }

  /** The client has not read enough of its answers to be given more. */
  get isHeldBack(): boolean {
    return this.#socket.writableLength > HOLD_BACK_ABOVE;
  }

  /** The startup is over: typed messages follow. */
  begin(): void {
    this.isStarted = true;
    this.#reader.beginTyped();
  }

  enqueue(unit: WorkUnit): void {
    this.queue.push(unit);
    this.#queuedBytes += unit.bytes;
    if (this.#queuedBytes > PAUSE_READING_ABOVE) this.#socket.pause();
    this.#handlers.onWork();
  }

  dequeue(): WorkUnit | undefined {
    const unit = this.queue.shift();
    this.#queuedBytes -= unit?.bytes ?? 0;
    if (this.#queuedBytes < RESUME_READING_BELOW && this.#socket.isPaused()) this.#socket.resume();
    return unit;
  }

  /** Sends to the client. */
  write(...messages: readonly Buffer[]): void {
    if (this.isClosed || messages.length === 0) return;
    this.#socket.write(messages.length === 1 ? messages[0]! : Buffer.concat(messages));
  }

  /** Sends a notification, and lets a client go that has stopped reading them. */
  notify(message: Buffer): void {
    if (this.#socket.writableLength > this.#limits.maxMessageBytes) {
      this.destroy();
      return;
    }
    this.write(message);
  }

  /** Answers the client's next unit with an error, as if it had failed. */
  refuseNext(code: string, message: string): void {
    const unit = this.dequeue();
    if (!unit) return;
    if (unit.kind === 'copy-prompt') this.abandonCopy();
    this.write(encodeError({ severity: 'ERROR', code, message }));
    if (unit.kind === 'flush') this.skipsToSync = true;
    else this.write(encodeReady('I'));
  }

  /** COPY data is not going to come, because what stands before the COPY failed. */
  abandonCopy(): void {
    this.#assembler.abandonCopy();
  }

  forgetStatements(): void {
    this.#assembler.forgetStatements();
  }

  /** Says why, and closes. Resolves when the client has closed its side too, or has had a second to. */
  terminate(code: string, message: string): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    const gone = new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
    const giveUp = setTimeout(() => this.#socket.destroy(), CLOSE_WITHIN_MS);
    void gone.then(() => clearTimeout(giveUp));
    this.#socket.end(encodeError({ severity: 'FATAL', code, message }));
    this.#closed();
    return gone;
  }

  destroy(): void {
    this.#socket.destroy();
    this.#closed();
  }

  #receive(chunk: Buffer): void {
    if (this.isClosed) return;
    this.#handlers.onActivity();
    this.#reader.push(chunk);
    try {
      for (let message = this.#reader.next(); message && !this.isClosed; message = this.#reader.next())
        this.#take(message);
    } catch (error) {
      const code = error instanceof ProtocolError ? error.code : 'XX000';
      void this.terminate(code, error instanceof Error ? error.message : String(error));
    }
  }

  #take(message: Buffer): void {
    if (!this.isStarted) {
      this.#handlers.onStartup(message);
      return;
    }
    const type = messageType(message);
    if (type === 'X') {
      this.#socket.end();
      this.#closed();
    } else if (type !== 'p') this.#assembler.push(message);
  }

  #closed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.queue.length = 0;
    this.#handlers.onClosed();
  }
}
