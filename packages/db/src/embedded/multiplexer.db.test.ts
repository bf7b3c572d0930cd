import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extended, RawClient, startupPacket } from './testing/raw-client.ts';
import { startTestEmbedded, type TestEmbedded } from './testing/start-test-embedded.ts';
import { encodeInt32, encodeQuery } from './wire-protocol.ts';

const { parse, bind, describe: describing, execute, flush, sync } = extended;
const MAX_CONNECTIONS = 60;
let embedded: TestEmbedded;

beforeAll(async () => {
  embedded = await startTestEmbedded({ maxConnections: MAX_CONNECTIONS, maxMessageBytes: 4_000_000 });
  const client = await embedded.connect();
  await client.query('CREATE TABLE numbers (n int PRIMARY KEY)');
});
afterAll(() => embedded.close());

describe('many clients', () => {
  it('each get their own answers while parameters of 300 kB interleave', async () => {
    const clients = await Promise.all(Array.from({ length: 12 }, () => embedded.connect()));
    const ask = async (client: pg.Client, owner: number): Promise<void> => {
      for (let round = 0; round < 8; round++) {
        const text = `${owner}/${round} `.padEnd(round % 2 === 0 ? 300_000 : 30, String(owner % 10));
        const { rows } = await client.query('SELECT $1::text AS text, $2::int AS owner', [text, owner]);
        expect(rows[0]).toEqual({ text, owner });
      }
    };
    await Promise.all(clients.map(ask));
    await Promise.all(clients.map((client) => client.end()));
  });

  it('are served 50 at once, and pooled', async () => {
    const pool = new pg.Pool({ connectionString: embedded.url, max: 50 });
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, n) => pool.query('SELECT $1::int AS n', [n])),
    );
    expect(answers.map(({ rows }) => rows[0].n)).toEqual(Array.from({ length: 400 }, (_, n) => n));
    await pool.end();
  });

  it('prepare under the same names without meeting', async () => {
    const [a, b] = await Promise.all([embedded.connect(), embedded.connect()]);
    const name = 'a-name-of-63-characters-'.padEnd(63, 'x');
    const ask = (client: pg.Client, text: string) => client.query({ name, text, values: [] });
    expect((await ask(a, 'SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    expect((await ask(b, 'SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
    expect((await ask(a, 'SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await a.query('PREPARE p AS SELECT 3 AS three');
    await b.query('PREPARE p AS SELECT 4 AS four');
    expect((await a.query('EXECUTE p')).rows).toEqual([{ three: 3 }]);
    await a.query('DEALLOCATE ALL');
    await expect(a.query('EXECUTE p')).rejects.toMatchObject({ code: '26000' });
    expect((await b.query('EXECUTE p')).rows).toEqual([{ four: 4 }]);
    expect((await ask(b, 'SELECT 2 AS two')).rows).toEqual([{ two: 2 }]);
  });
});

describe('the extended protocol', () => {
  it('answers a batch with one ReadyForQuery, and skips to Sync after an error', async () => {
    const client = await RawClient.connect(embedded.port);
    const failing = [parse('SELECT 1/0'), bind(), execute()];
    const told = await client.ask(
      ...failing,
      parse('INSERT INTO numbers VALUES (1)'),
      bind(),
      execute(),
      sync,
    );
    expect(told).toEqual(['1', 'E:22012', 'Z:I']);
    const next = await client.ask(parse('SELECT n FROM numbers'), bind(), execute(), sync);
    expect(next).toEqual(['1', '2', 'C:SELECT 0', 'Z:I']);
  });

  it('answers pipelined batches, failing ones between good ones, in order', async () => {
    const client = await RawClient.connect(embedded.port);
    const good = Buffer.concat([parse('SELECT 1'), bind(), execute(), sync]);
    const bad = Buffer.concat([parse('SELECT'), parse('nonsense'), bind(), execute(), sync]);
    client.send(good, bad, encodeQuery('SELECT 1; SELECT 1/count(*) FROM numbers; SELECT 2'), good);
    const told = [];
    for (let ready = 0; ready < 4; ready++) told.push(await client.untilReady());
    expect(told).toEqual([
      ['1', '2', 'D', 'C:SELECT 1', 'Z:I'],
      ['1', 'E:42601', 'Z:I'],
      ['T', 'D', 'C:SELECT 1', 'T', 'E:22012', 'Z:I'],
      ['1', '2', 'D', 'C:SELECT 1', 'Z:I'],
    ]);
  });

  it('keeps a portal over Flush and lets nobody in before the Sync', async () => {
    const client = await RawClient.connect(embedded.port);
    const other = await RawClient.connect(embedded.port);
    client.send(parse('SELECT generate_series(1, 5)'), bind([], '', 'p'), describing('P', 'p'), flush);
    expect(await client.until((told) => told === 'T')).toEqual(['1', '2', 'T']);
    other.send(encodeQuery('SELECT 1'));
    client.send(execute('p', 2), flush);
    expect(await client.until((told) => told === 's')).toEqual(['D', 'D', 's']);
    client.send(execute('p', 9), sync);
    expect(await client.untilReady()).toEqual(['D', 'D', 'D', 'C:SELECT 3', 'Z:I']);
    expect(await other.untilReady()).toEqual(['T', 'D', 'C:SELECT 1', 'Z:I']);
  });

  it('after an error before a Flush ignores everything up to the Sync', async () => {
    const client = await RawClient.connect(embedded.port);
    client.send(parse('nonsense'), flush, bind(), execute(), flush, encodeQuery('SELECT 1'), sync);
    expect(await client.untilReady()).toEqual(['E:42601', 'Z:I']);
    expect(await client.ask(encodeQuery('SELECT 1'))).toEqual(['T', 'D', 'C:SELECT 1', 'Z:I']);
  });

  it('remembers the unnamed statement though others have run since', async () => {
    const client = await RawClient.connect(embedded.port);
    const other = await RawClient.connect(embedded.port);
    expect(await client.ask(parse('SELECT $1::int + 1'), describing('S'), sync)).toEqual([
      '1',
      't',
      'T',
      'Z:I',
    ]);
    await other.ask(parse('SELECT 1, 2'), bind(), execute(), sync);
    await other.ask(encodeQuery('SELECT 1'));
    expect(await client.ask(bind(['1']), execute(), sync)).toEqual(['2', 'D', 'C:SELECT 1', 'Z:I']);
    await client.ask(encodeQuery('SELECT 1'));
    expect(await client.ask(bind(['1']), execute(), sync)).toEqual(['E:26000', 'Z:I']);
  });

  it('rolls back what a batch did before it failed', async () => {
    const client = await RawClient.connect(embedded.port);
    const insert = [parse('INSERT INTO numbers VALUES (7)'), bind(), execute()];
    const told = await client.ask(...insert, parse('SELECT 1/0'), bind(), execute(), sync);
    expect(told).toEqual(['1', '2', 'C:INSERT 0 1', '1', 'E:22012', 'Z:I']);
    expect(await client.ask(encodeQuery('SELECT n FROM numbers WHERE n = 7'))).toContain('C:SELECT 0');
  });
});

describe('the door', () => {
  it('declines encryption, newer protocols and other databases', async () => {
    const socket = connect(embedded.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(Buffer.concat([encodeInt32(8), encodeInt32(80877103)]));
    expect(String((await once(socket, 'data'))[0])).toBe('N');
    socket.destroy();
    const newer = startupPacket({ '_pq_.command_tag': 'x' });
    newer.writeInt32BE((3 << 16) | 2, 4);
    const client = await RawClient.open(embedded.port, newer);
    expect((await client.untilReady())[0]).toBe('v');
    const elsewhere = await RawClient.open(embedded.port, startupPacket({ database: 'elsewhere' }));
    expect(await elsewhere.until((told) => told === 'closed')).toEqual(['E:3D000', 'closed']);
  });

  it('refuses one client too many, and lets the next in when one has left', async () => {
    const clients: RawClient[] = [];
    let refused: string[] = [];
    while (refused.length === 0 && clients.length <= MAX_CONNECTIONS) {
      const client = await RawClient.open(embedded.port, startupPacket());
      const told = await client.untilReady();
      if (told.includes('closed')) refused = told;
      else clients.push(client);
    }
    expect(refused).toEqual(['E:53300', 'closed']);
    for (const { socket } of clients) socket.destroy();
    await expect
      .poll(() =>
        embedded.connect().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  });

  it('closes on a message above the limit, saying so, and on one that makes no sense', async () => {
    const client = await embedded.connect();
    await expect(client.query('SELECT $1::text', ['x'.repeat(4_000_001)])).rejects.toMatchObject({
      code: '54000',
    });
    const raw = await RawClient.connect(embedded.port);
    raw.send(Buffer.from('~\0\0\0\x04', 'latin1'));
    expect(await raw.until((told) => told === 'closed')).toEqual(['E:08P01', 'closed']);
  });

  it('gives a slow reader its answers, and meanwhile serves others', async () => {
    const slow = await RawClient.connect(embedded.port);
    slow.socket.pause();
    for (let n = 0; n < 5; n++)
      slow.send(encodeQuery(`SELECT repeat('x', 1000) FROM generate_series(1, 8000)`));
    const other = await embedded.connect();
    expect((await other.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    slow.socket.resume();
    for (let n = 0; n < 5; n++) expect((await slow.untilReady()).length).toBe(8_003);
  });
});
