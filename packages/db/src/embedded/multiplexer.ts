import { randomInt } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { ClientConnection } from './client-connection.ts';
import type { Engine } from './engine.ts';
import { Scheduler } from './scheduler.ts';
import { SharedSession } from './shared-session.ts';
import { readStartupPacket, type StartupPacket } from './startup-packet.ts';
import { encodeInt32, encodeMessage, encodeText, ProtocolError } from './wire-protocol.ts';
import { emptyUnit } from './work-unit.ts';

export type MultiplexerOptions = {
  engine: Engine;
  idleInTransactionMs: number;
  maxConnections: number;
  maxMessageBytes: number;
  /** The session is lost and every client has been told. */
  onLost(error: Error): void;
};

const FIRST_ID = 1000;
const MAX_SECRET = 2 ** 31;
const STARTUP_TIMEOUT_MS = 10_000;
/** Sockets above the cap that may wait to be refused, or bring a cancel request. */
const SPARE_SOCKETS = 50;

/** Speaks the PostgreSQL protocol to many clients on behalf of one session. */
export class Multiplexer {
  readonly #options: MultiplexerOptions;
  readonly #server: Server;
  readonly #connections = new Map<number, ClientConnection>();
  readonly #session: SharedSession;
  readonly #scheduler: Scheduler;
  #lastId = FIRST_ID;
  #isLost = false;

  constructor(options: MultiplexerOptions) {
    this.#options = options;
    this.#session = new SharedSession(options.engine, () => this.#connections.values());
    this.#scheduler = new Scheduler({
      session: this.#session,
      idleInTransactionMs: options.idleInTransactionMs,
      onLost: (error) => this.#lose(error),
    });
    this.#server = createServer({ noDelay: true, keepAlive: true }, (socket) => this.#accept(socket));
    void options.engine.lost.then((error) => this.#lose(error));
    this.#server.maxConnections = options.maxConnections + SPARE_SOCKETS;
  }

  /** @param port 0 for a free one. @returns the port. */
  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : port;
  }

  /** Accepts nobody any more, lets the running unit end and says good-bye to the clients. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.#scheduler.stop();
    for (const connection of this.#connections.values())
      void connection.terminate('57P01', 'terminating connection due to administrator command');
    await closed;
  }

  #accept(socket: Socket): void {
    const id = ++this.#lastId;
    const tooSlow = setTimeout(() => socket.destroy(), STARTUP_TIMEOUT_MS);
    const connection: ClientConnection = new ClientConnection(
      id,
      randomInt(MAX_SECRET),
      socket,
      this.#options,
      {
        onStartup: (packet) => {
          const startup = readStartupPacket(packet);
          if (startup.kind !== 'encryption') clearTimeout(tooSlow);
          this.#startUp(connection, startup);
        },
        onWork: () => this.#scheduler.wake(connection),
        onActivity: () => this.#scheduler.noteActivity(connection),
        onClosed: () => {
          clearTimeout(tooSlow);
          this.#connections.delete(id);
          this.#scheduler.depart(connection);
        },
      },
    );
    this.#connections.set(id, connection);
  }

  #startUp(connection: ClientConnection, startup: StartupPacket): void {
    if (startup.kind === 'encryption') {
      connection.write(Buffer.from('N'));
      return;
    }
    if (startup.kind === 'cancel') {
      const target = this.#connections.get(startup.processId);
      if (target?.isStarted && target.secret === startup.secret) this.#scheduler.cancel(target);
      connection.destroy();
      return;
    }
    const started = [...this.#connections.values()].filter(({ isStarted }) => isStarted).length;
    if (started >= this.#options.maxConnections)
      throw new ProtocolError('53300', `sorry, too many clients already (${started})`);
    if (startup.database !== 'postgres')
      throw new ProtocolError(
        '3D000',
        `database "${startup.database}" does not exist; the embedded one is "postgres"`,
      );
    connection.begin();
    if (startup.minorVersion > 0 || startup.protocolOptions.length > 0)
      connection.write(declineProtocol(startup.protocolOptions));
    connection.startupSettings = withoutDefaults(startup.settings);
    connection.settings = connection.startupSettings;
    // A name alone can't be refused, so such a connection need not wait for its turn.
    const mustBeChecked = [...connection.startupSettings.keys()].some((name) => name !== 'application_name');
    if (mustBeChecked) connection.enqueue(emptyUnit('startup'));
    else this.#session.greet(connection);
  }

  #lose(error: Error): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#server.close();
    const reason = `the embedded database has crashed and must be restarted: ${error.message}`;
    const told = [...this.#connections.values()].map((connection) => connection.terminate('57P02', reason));
    void Promise.all(told).then(() => this.#options.onLost(error));
  }
}

/** Protocol 3.0 is what is spoken, without options. */
function declineProtocol(options: readonly string[]): Buffer {
  return encodeMessage(
    'v',
    encodeInt32(3 << 16),
    encodeInt32(options.length),
    ...options.map((option) => encodeText(option)),
  );
}

/** Drivers send the encoding with every connection; it is what the server has anyway. */
function withoutDefaults(settings: ReadonlyMap<string, string>): Map<string, string> {
  const isDefault = (name: string, value: string): boolean =>
    name === 'client_encoding' && /^'?utf-?8'?$/i.test(value);
  return new Map([...settings].filter(([name, value]) => !isDefault(name, value)));
}
