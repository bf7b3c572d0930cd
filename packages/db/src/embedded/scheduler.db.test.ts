import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extended, RawClient } from './testing/raw-client.ts';
import { startTestEmbedded, type TestEmbedded } from './testing/start-test-embedded.ts';
import { encodeInt32, encodeQuery } from './wire-protocol.ts';

const IDLE_MS = 1_000;
let embedded: TestEmbedded;
let client: pg.Client;

beforeAll(async () => {
  embedded = await startTestEmbedded({ idleInTransactionMs: IDLE_MS });
  client = await embedded.connect();
  await client.query('CREATE TABLE entries (text text)');
});
afterAll(() => embedded.close());

async function countOf(text: string): Promise<number> {
  const { rows } = await client.query('SELECT count(*)::int AS n FROM entries WHERE text = $1', [text]);
  return rows[0].n;
}

async function cancel(target: pg.Client): Promise<void> {
  const socket = connect(embedded.port, '127.0.0.1');
  await once(socket, 'connect');
  const key = [Reflect.get(target, 'processID'), Reflect.get(target, 'secretKey')];
  socket.write(Buffer.concat([16, 80877102, ...key].map(encodeInt32)));
  await once(socket, 'close');
}

describe('transactions', () => {
  it('of several clients run one after the other, each as a whole', async () => {
    const pool = new pg.Pool({ connectionString: embedded.url, max: 8 });
    await client.query('CREATE TABLE counter AS SELECT 0 AS n');
    const increment = async (): Promise<void> => {
      const own = await pool.connect();
      await own.query('BEGIN');
      const { rows } = await own.query('SELECT n FROM counter');
      await own.query('UPDATE counter SET n = $1', [rows[0].n + 1]);
      await own.query('COMMIT');
      own.release();
    };
    await Promise.all(Array.from({ length: 40 }, increment));
    expect((await client.query('SELECT n FROM counter')).rows).toEqual([{ n: 40 }]);
    await pool.end();
  });

  it('are rolled back when their client is killed, and what it prepared is removed', async () => {
    const killed = await embedded.connect();
    await killed.query({ name: 'insert', text: 'INSERT INTO entries VALUES ($1)', values: ['before'] });
    await killed.query('BEGIN');
    await killed.query({ name: 'insert', text: 'INSERT INTO entries VALUES ($1)', values: ['killed'] });
    const waiting = countOf('killed');
    const statements = () => client.query('SELECT name FROM pg_prepared_statements');
    Reflect.get(killed, 'connection').stream.destroy();
    expect(await waiting).toBe(0);
    expect(await countOf('before')).toBe(1);
    expect((await statements()).rows).toEqual([]);
  });

  it('that failed keep the session until their ROLLBACK', async () => {
    const raw = await RawClient.connect(embedded.port);
    await raw.ask(encodeQuery(`BEGIN; INSERT INTO entries VALUES ('failed')`));
    expect(await raw.ask(encodeQuery('SELECT 1/0'))).toEqual(['E:22012', 'Z:E']);
    let isAnswered = false;
    const other = countOf('failed').finally(() => {
      isAnswered = true;
    });
    expect(await raw.ask(encodeQuery('SELECT 1'))).toEqual(['E:25P02', 'Z:E']);
    expect(isAnswered).toBe(false);
    expect(await raw.ask(encodeQuery('COMMIT'))).toEqual(['C:ROLLBACK', 'Z:I']);
    expect(await other).toBe(0);
  });

  it('that are idle for too long are rolled back, and others proceed', async () => {
    const raw = await RawClient.connect(embedded.port);
    await raw.ask(encodeQuery(`BEGIN; INSERT INTO entries VALUES ('idle')`));
    expect(await countOf('idle')).toBe(0);
    expect(await raw.until((told) => told === 'closed')).toEqual(['E:25P03', 'closed']);
  });

  it('that keep working may last longer than that', async () => {
    const raw = await RawClient.connect(embedded.port);
    await raw.ask(encodeQuery(`BEGIN; INSERT INTO entries VALUES ('busy')`));
    for (let round = 0; round < 4; round++) {
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS * 0.3));
      await raw.ask(encodeQuery('SELECT 1'));
    }
    expect(await raw.ask(encodeQuery('COMMIT'))).toEqual(['C:COMMIT', 'Z:I']);
    expect(await countOf('busy')).toBe(1);
  });

  it('that never send their Sync are idle, too', async () => {
    const raw = await RawClient.connect(embedded.port);
    const { parse, bind, execute, flush } = extended;
    (await RawClient.connect(embedded.port)).send(flush);
    raw.send(parse(`INSERT INTO entries VALUES ('unsynced')`), bind(), execute(), flush);
    expect(await raw.until((told) => told === 'closed')).toEqual([
      '1',
      '2',
      'C:INSERT 0 1',
      'E:25P03',
      'closed',
    ]);
    expect(await countOf('unsynced')).toBe(0);
    const failed = await RawClient.connect(embedded.port);
    await failed.ask(encodeQuery(`BEGIN; INSERT INTO entries VALUES ('unsynced')`));
    failed.send(parse('SELECT 1/0'), bind(), execute(), flush);
    failed.socket.end();
    expect(await countOf('unsynced')).toBe(0);
  });
});

describe('cancelling', () => {
  it('ends a query that waits for its turn, and leaves its connection usable', async () => {
    const [holder, waiting] = await Promise.all([embedded.connect(), embedded.connect()]);
    await holder.query('BEGIN');
    const refused = expect(waiting.query('SELECT $1::int', [1])).rejects.toMatchObject({ code: '57014' });
    await cancel(waiting);
    await refused;
    await holder.query('COMMIT');
    expect((await waiting.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('does nothing to an idle connection, to a wrong secret and to what runs already', async () => {
    const other = await embedded.connect();
    await cancel(other);
    const running = other.query(`SELECT count(*)::int AS n FROM generate_series(1, 200000)`);
    await cancel(other);
    expect((await running).rows).toEqual([{ n: 200_000 }]);
    Reflect.set(other, 'secretKey', 1);
    await cancel(other);
    expect((await other.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('turns', () => {
  it('are taken in order, so a busy client does not starve a quiet one', async () => {
    const busy = await RawClient.connect(embedded.port);
    const quiet = await RawClient.connect(embedded.port);
    busy.send(
      ...Array.from({ length: 300 }, () => encodeQuery('SELECT count(*) FROM generate_series(1, 2000)')),
    );
    await busy.untilReady();
    await quiet.ask(encodeQuery(`INSERT INTO entries VALUES ('quiet')`));
    busy.send(encodeQuery('SELECT 1/0'));
    const after = await busy.until((told) => told === 'E:22012');
    expect(after.filter((told) => told === 'Z:I').length).toBeGreaterThan(200);
  });
});
