import type { ClientConnection } from './client-connection.ts';
import { encodeGreeting } from './encode-greeting.ts';
import type { Engine } from './engine.ts';
import { type Answer, type Completion, readAnswer } from './read-answer.ts';
import { SessionSettings } from './session-settings.ts';
import {
  copyInResponse,
  encodeCloseStatement,
  encodeInt32,
  encodeQuery,
  readText,
  syncMessage,
} from './wire-protocol.ts';
import { emptyUnit, type WorkUnit } from './work-unit.ts';

/**
 * Ends whatever a client left open. The first ROLLBACK is for a batch without its Sync, which a Sync would commit; after an error in
 * such a batch it is ignored up to the Sync, and then the second one counts.
 */
const rollback = Buffer.concat([encodeQuery('ROLLBACK'), syncMessage, encodeQuery('ROLLBACK')]);

/** The session as the connections share it: runs a unit for one of them, and undoes what one leaves behind. */
export class SharedSession {
  readonly #engine: Engine;
  readonly #settings: SessionSettings;
  readonly #connections: () => Iterable<ClientConnection>;
  /** Channels that the session listens to on behalf of any connection. */
  readonly #channels = new Set<string>();
  #channelsChanged = false;
  #unnamedOwner: ClientConnection | undefined;

  constructor(engine: Engine, connections: () => Iterable<ClientConnection>) {
    this.#engine = engine;
    this.#settings = new SessionSettings(engine);
    this.#connections = connections;
  }

  /**
   * Runs a unit and sends its answers and notifications. True when the connection has to keep the session: inside a transaction, or
   * between a Flush and its Sync. Throws SettingError when the connection's settings cannot be applied, anything else when the
   * session is lost.
   */
  async run(connection: ClientConnection, unit: WorkUnit, isHeld: boolean): Promise<boolean> {
    if (connection.skipsToSync && unit.kind !== 'sync' && unit.kind !== 'copy-prompt') return isHeld;
    if (unit.kind === 'copy-prompt') return this.#promptForCopy(connection, isHeld);
    if (unit.kind === 'startup') return this.#start(connection);
    if (unit.messages.length === 0) return isHeld;
    if (!isHeld) await this.#applySettings(connection);
    const isSkipped = connection.skipsToSync;
    const messages = isSkipped ? [syncMessage] : unit.messages;
    const repeated = !isSkipped && this.#unnamedOwner !== connection ? unit.unnamedParse : undefined;
    const request = repeated ? [repeated, ...messages] : messages;
    const output = await this.#engine.execute(Buffer.concat(request));
    if (!isSkipped) this.#noteUnnamed(connection, unit, repeated !== undefined);
    const closing: string[] = [];
    const answer = readAnswer(output, unit, repeated !== undefined, (completion) =>
      this.#completed(connection, completion, closing),
    );
    if (answer.reportsSetting && !this.#settings.isTouched) this.#settings.touch(connection, 'all', false);
    this.#settle(connection, unit, answer);
    this.#deliver(connection, answer);
    if (answer.status !== undefined && unit.kind !== 'flush') {
      await this.#closeStatements(closing);
      if (answer.status === 'I') await this.#dropUnheardChannels();
      return answer.status !== 'I';
    }
    return true;
  }

  /** Tells the client that its connection is ready. `report`: what the session said about the client's settings. */
  greet(connection: ClientConnection, report: Buffer = Buffer.alloc(0)): void {
    connection.write(encodeGreeting(connection, this.#engine.startup, report));
  }

  /** Checks the settings that a new connection asks for by applying them. */
  async #start(connection: ClientConnection): Promise<boolean> {
    this.greet(connection, await this.#applySettings(connection));
    return false;
  }

  async #applySettings(connection: ClientConnection): Promise<Buffer> {
    const wasTouched = this.#settings.isTouched;
    const report = await this.#settings.switchTo(connection);
    // Reading and changing settings takes simple queries, which destroy the unnamed statement.
    if (wasTouched || report.length > 0) this.#unnamedOwner = undefined;
    return report;
  }

  /** After a connection has closed: ends its transaction and removes its statements and channels. */
  async cleanUp(connection: ClientConnection, isHeld: boolean): Promise<void> {
    if (isHeld) await this.#engine.execute(rollback);
    if (this.#unnamedOwner === connection || isHeld) this.#unnamedOwner = undefined;
    await this.#closeStatements(connection.names.clear());
    this.#channelsChanged = true;
    await this.#dropUnheardChannels();
  }

  async #promptForCopy(connection: ClientConnection, isHeld: boolean): Promise<boolean> {
    if (!connection.skipsToSync) {
      connection.write(copyInResponse);
      return isHeld;
    }
    // The Sync that the client sent after the COPY was taken for part of it; it is answered here.
    connection.abandonCopy();
    return this.run(connection, { ...emptyUnit('sync'), messages: [syncMessage] }, isHeld);
  }

  #noteUnnamed(connection: ClientConnection, unit: WorkUnit, isRepeated: boolean): void {
    if (unit.kind === 'query') this.#unnamedOwner = undefined;
    else if (unit.declaresUnnamed || isRepeated) this.#unnamedOwner = connection;
  }

  #completed(connection: ClientConnection, { tag, effect }: Completion, closing: string[]): void {
    const { listens } = connection;
    switch (effect?.kind) {
      case 'listen':
        this.#channels.add(effect.channel);
        this.#channelsChanged = true;
        listens.listen(effect.channel);
        return;
      case 'unlisten':
        this.#channelsChanged = true;
        listens.unlisten(effect.channel);
        return;
      case 'savepoint':
        listens.savepoint(effect.name);
        return;
      case 'rollback-to':
        listens.rollbackTo(effect.name);
        return;
      case 'set':
      case 'reset':
        this.#settings.touch(connection, effect.names, effect.kind === 'reset');
        return;
      case 'discard-all':
        listens.unlisten(null);
        this.#channelsChanged = true;
        this.#settings.touch(connection, 'all', true);
        this.#settings.touch(connection, ['role', 'session_authorization'], true);
        closing.push(...connection.names.clear());
        connection.forgetStatements();
        return;
      case 'deallocate-all':
        closing.push(...connection.names.clear());
        connection.forgetStatements();
        return;
    }
    if (tag === 'COMMIT') listens.commit();
    else if (tag === 'ROLLBACK') listens.rollback();
  }

  /** What the end of the unit means for the transaction it ran in. */
  #settle(connection: ClientConnection, unit: WorkUnit, answer: Answer): void {
    const failed = answer.failed || connection.skipsToSync;
    connection.skipsToSync = unit.kind === 'flush' && failed;
    if (unit.kind === 'flush' || answer.status !== 'I') return;
    if (failed) connection.listens.rollback();
    else connection.listens.commit();
  }

  /** Notifications reach the connection that runs before its ReadyForQuery, as from PostgreSQL, and the others right away. */
  #deliver(connection: ClientConnection, { kept, ready, notifications }: Answer): void {
    const own: Buffer[] = [];
    for (const notification of notifications) {
      const { text: channel } = readText(notification, 9);
      // The session has one process id; what listeners compare with is that of the connection.
      const message = Buffer.concat([
        notification.subarray(0, 5),
        encodeInt32(connection.id),
        notification.subarray(9),
      ]);
      for (const other of this.#connections()) {
        if (!other.listens.hears(channel)) continue;
        if (other === connection) own.push(message);
        else other.notify(message);
      }
    }
    connection.write(...kept, ...own, ...(ready ? [ready] : []));
  }

  async #closeStatements(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await this.#engine.execute(Buffer.concat([...names.map(encodeCloseStatement), syncMessage]));
  }

  /** The session keeps listening to a channel while any connection does. */
  async #dropUnheardChannels(): Promise<void> {
    if (!this.#channelsChanged) return;
    this.#channelsChanged = false;
    const connections = [...this.#connections()];
    const unheard = [...this.#channels].filter(
      (channel) => !connections.some((c) => c.listens.hears(channel)),
    );
    if (unheard.length === 0) return;
    for (const channel of unheard) this.#channels.delete(channel);
    this.#unnamedOwner = undefined;
    const sql = unheard.map((channel) => `UNLISTEN "${channel.replaceAll('"', '""')}"`).join('; ');
    await this.#engine.execute(encodeQuery(sql));
  }
}
