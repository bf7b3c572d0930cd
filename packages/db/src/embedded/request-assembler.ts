import type { PreparedNames } from './prepared-names.ts';
import { analyseSql, type StatementEffect } from './statement-effects.ts';
import {
  encodeMessage,
  encodeQuery,
  encodeText,
  messageType,
  ProtocolError,
  readText,
} from './wire-protocol.ts';
import { emptyUnit, type WorkUnit } from './work-unit.ts';

type Plan = { effect: StatementEffect | undefined; tag: string | undefined };
type Copy = { unit: WorkUnit; overflow: boolean };

/**
 * Turns the messages of one client into units of work. Statement names become the session's, and each unit carries what its
 * statements will do to the connection. COPY data is gathered before the COPY runs, since the session cannot wait for input.
 */
export class RequestAssembler {
  readonly #names: PreparedNames;
  readonly #maxBytes: number;
  readonly #emit: (unit: WorkUnit) => void;
  readonly #statements = new Map<string, Plan>();
  readonly #portals = new Map<string, Plan>();
  #batch = emptyUnit('sync');
  #copy: Copy | undefined;
  #unnamed: { parse: Buffer; plan: Plan } | undefined;

  /** @param maxBytes Bound of one unit: of a batch up to its Sync, and of the data of one COPY. */
  constructor(names: PreparedNames, maxBytes: number, emit: (unit: WorkUnit) => void) {
    this.#names = names;
    this.#maxBytes = maxBytes;
    this.#emit = emit;
  }

  /** Takes one message; throws ProtocolError when the connection has to be closed over it. */
  push(message: Buffer): void {
    const type = messageType(message);
    if (this.#copy) {
      this.#pushCopy(this.#copy, type, message);
      return;
    }
    switch (type) {
      case 'Q':
        this.#query(message);
        return;
      case 'F':
        this.#append(message);
        this.#close('query');
        return;
      case 'P':
        this.#parse(message);
        return;
      case 'B':
        this.#bind(message);
        return;
      case 'D':
      case 'C':
        this.#describeOrClose(type, message);
        return;
      case 'E':
        this.#execute(message);
        return;
      case 'S':
        this.#append(message);
        this.#close('sync');
        return;
      case 'H':
        this.#close('flush');
        return;
      case 'd':
      case 'c':
      case 'f':
        // What a client still sends of a COPY that has failed.
        return;
      default:
        throw new ProtocolError('08P01', `invalid frontend message type ${message[0]}`);
    }
  }

  /** Gives up the COPY whose prompt was never sent, because what stands before it failed. */
  abandonCopy(): void {
    this.#copy = undefined;
  }

  /** The connection's statements are gone from the session. */
  forgetStatements(): void {
    this.#statements.clear();
    this.#unnamed = undefined;
  }

  #query(message: Buffer): void {
    // A simple query destroys the unnamed statement.
    this.#unnamed = undefined;
    const sql = readText(message, 5).text;
    const analysed = analyseSql(sql, this.#names);
    this.#batch.effects.push(...analysed.effects);
    this.#batch.tags.push(...analysed.tags);
    this.#append(analysed.sql === sql ? message : encodeQuery(analysed.sql));
    if (!analysed.effects.some((effect) => effect?.kind === 'copy-in')) {
      this.#close('query');
      return;
    }
    const unit: WorkUnit = { ...this.#batch, kind: 'query', isCopy: true };
    this.#batch = emptyUnit('sync');
    this.#beginCopy(unit);
  }

  #parse(message: Buffer): void {
    const name = readText(message, 5);
    const query = readText(message, name.end);
    const analysed = analyseSql(query.text, this.#names);
    const plan = { effect: analysed.effects[0], tag: analysed.tags[0] };
    const isNamed = name.text !== '';
    const sent =
      isNamed || analysed.sql !== query.text
        ? encodeMessage(
            'P',
            encodeText(isNamed ? this.#names.declare(name.text) : ''),
            encodeText(analysed.sql),
            message.subarray(query.end),
          )
        : message;
    if (isNamed) this.#statements.set(name.text, plan);
    else {
      this.#unnamed = { parse: sent, plan };
      this.#batch.declaresUnnamed = true;
    }
    this.#append(sent);
  }

  #bind(message: Buffer): void {
    const portal = readText(message, 5);
    const statement = readText(message, portal.end);
    const plan = this.#planOf(statement.text);
    if (plan?.effect || plan?.tag) this.#portals.set(portal.text, plan);
    else this.#portals.delete(portal.text);
    if (statement.text === '') {
      this.#append(message);
      return;
    }
    const name = encodeText(this.#names.find(statement.text));
    this.#append(encodeMessage('B', encodeText(portal.text), name, message.subarray(statement.end)));
  }

  #planOf(statement: string): Plan | undefined {
    if (statement !== '') return this.#statements.get(statement);
    this.#needUnnamed();
    return this.#unnamed?.plan;
  }

  #needUnnamed(): void {
    if (!this.#batch.declaresUnnamed && this.#unnamed) this.#batch.unnamedParse = this.#unnamed.parse;
  }

  #describeOrClose(type: 'D' | 'C', message: Buffer): void {
    const isStatement = message[5] === 'S'.charCodeAt(0);
    const name = readText(message, 6).text;
    if (!isStatement) {
      this.#append(message);
      return;
    }
    if (name === '') {
      if (type === 'D') this.#needUnnamed();
      else this.#unnamed = undefined;
      this.#append(message);
      return;
    }
    this.#append(encodeMessage(type, Buffer.from('S'), encodeText(this.#names.find(name))));
    if (type === 'D') return;
    this.#statements.delete(name);
    this.#names.delete(name);
  }

  #execute(message: Buffer): void {
    const plan = this.#portals.get(readText(message, 5).text);
    if (plan?.effect?.kind === 'copy-in') {
      // What stands before the COPY is answered before the client is asked for data.
      if (this.#batch.messages.length > 0) this.#close('flush');
      this.#append(message);
      const unit: WorkUnit = { ...this.#batch, isCopy: true, effects: [undefined], tags: [undefined] };
      this.#batch = emptyUnit('sync');
      this.#beginCopy(unit);
      return;
    }
    this.#batch.effects.push(plan?.effect);
    this.#batch.tags.push(plan?.tag);
    this.#append(message);
  }

  #beginCopy(unit: WorkUnit): void {
    this.#copy = { unit, overflow: false };
    this.#emit(emptyUnit('copy-prompt'));
  }

  #pushCopy(copy: Copy, type: string, message: Buffer): void {
    // Sync and Flush mean nothing while data is being sent.
    if (type === 'S' || type === 'H') return;
    if (type === 'd') {
      copy.overflow ||= copy.unit.bytes + message.length > this.#maxBytes;
      if (!copy.overflow) addTo(copy.unit, message);
      return;
    }
    if (type !== 'c' && type !== 'f')
      throw new ProtocolError('08P01', 'COPY data, its end or its failure is expected');
    addTo(
      copy.unit,
      copy.overflow
        ? encodeMessage('f', encodeText(`COPY data exceeds the limit of ${this.#maxBytes} bytes`))
        : message,
    );
    this.#copy = undefined;
    if (copy.unit.kind === 'query') this.#emit(copy.unit);
    else this.#batch = copy.unit;
  }

  #append(message: Buffer): void {
    addTo(this.#batch, message);
    if (this.#batch.bytes > this.#maxBytes) {
      throw new ProtocolError('54000', `messages before a Sync exceed the limit of ${this.#maxBytes} bytes`);
    }
  }

  #close(kind: 'query' | 'sync' | 'flush'): void {
    const unit: WorkUnit = { ...this.#batch, kind };
    this.#batch = emptyUnit('sync');
    this.#emit(unit);
  }
}

function addTo(unit: WorkUnit, message: Buffer): void {
  unit.messages.push(message);
  unit.bytes += message.length;
}
