import type { ClientConnection } from './client-connection.ts';
import { SettingError } from './session-settings.ts';
import type { SharedSession } from './shared-session.ts';

export type SchedulerOptions = {
  session: SharedSession;
  /** Milliseconds that a transaction may wait for its client before it is rolled back. */
  idleInTransactionMs: number;
  /** The session is lost. */
  onLost(error: Error): void;
};

/**
 * Decides whose unit runs next on the one session. Connections take turns in the order in which they began to wait, one unit a turn.
 * A connection inside a transaction, or between a Flush and its Sync, is the holder: nobody else runs until it ends, closes or
 * has been idle for too long. What a closed connection leaves behind is removed before anything else runs.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  /** In the order of waiting. */
  readonly #waiting = new Set<ClientConnection>();
  readonly #departed = new Set<ClientConnection>();
  #holder: ClientConnection | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #loop: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** The connection has something to run, or can take answers again. */
  wake(connection: ClientConnection): void {
    if (connection.isClosed) return;
    if (connection.queue.length > 0 && connection !== this.#holder) this.#waiting.add(connection);
    this.#start();
  }

  /** The connection sends something, so its transaction is not idle. */
  noteActivity(connection: ClientConnection): void {
    if (connection === this.#holder) this.#idleTimer?.refresh();
  }

  /** The connection has closed. */
  depart(connection: ClientConnection): void {
    this.#waiting.delete(connection);
    this.#departed.add(connection);
    this.#start();
  }

  /** Cancels what the connection waits for. What runs already cannot be interrupted, so then nothing happens. */
  cancel(connection: ClientConnection): void {
    if (connection === this.#holder || !this.#waiting.has(connection)) return;
    if (connection.queue[0]?.kind === 'startup') return;
    connection.refuseNext('57014', 'canceling statement due to user request');
    if (connection.queue.length === 0) this.#waiting.delete(connection);
  }

  /** Lets the running unit end and starts no other. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#idleTimer);
    await this.#loop;
  }

  #start(): void {
    this.#loop ??= this.#run();
  }

  async #run(): Promise<void> {
    try {
      // Yields first, so that #loop is set when it is cleared below.
      await undefined;
      while (!this.#isStopped) {
        const turn = this.#next();
        if (!turn) break;
        await turn();
      }
    } catch (error) {
      this.#isStopped = true;
      this.#options.onLost(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#loop = undefined;
    }
  }

  #next(): (() => Promise<void>) | undefined {
    const holder = this.#holder;
    if (holder) {
      if (holder.isClosed) return () => this.#cleanUp(holder);
      return holder.queue.length > 0 && !holder.isHeldBack ? () => this.#turn(holder) : undefined;
    }
    for (const connection of this.#departed) return () => this.#cleanUp(connection);
    for (const connection of this.#waiting) {
      this.#waiting.delete(connection);
      // It wakes again when it has read its answers.
      if (connection.queue.length > 0 && !connection.isHeldBack) return () => this.#turn(connection);
    }
    return undefined;
  }

  async #turn(connection: ClientConnection): Promise<void> {
    const unit = connection.dequeue();
    if (!unit) return;
    const isHeld = connection === this.#holder;
    clearTimeout(this.#idleTimer);
    const keeps = await this.#options.session.run(connection, unit, isHeld).catch((error: unknown) => {
      if (!(error instanceof SettingError)) throw error;
      void connection.terminate(error.code, error.message);
      return false;
    });
    this.#holder = keeps ? connection : undefined;
    if (keeps) this.#limitIdleness(connection);
    else if (connection.queue.length > 0) this.#waiting.add(connection);
  }

  async #cleanUp(connection: ClientConnection): Promise<void> {
    const isHeld = connection === this.#holder;
    clearTimeout(this.#idleTimer);
    this.#departed.delete(connection);
    await this.#options.session.cleanUp(connection, isHeld);
    if (isHeld) this.#holder = undefined;
  }

  #limitIdleness(connection: ClientConnection): void {
    this.#idleTimer = setTimeout(() => {
      if (connection === this.#holder)
        void connection.terminate('25P03', 'terminating connection due to idle-in-transaction timeout');
    }, this.#options.idleInTransactionMs);
    this.#idleTimer.unref();
  }
}
