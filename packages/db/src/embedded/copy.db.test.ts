import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extended, RawClient } from './testing/raw-client.ts';
import { startTestEmbedded, type TestEmbedded } from './testing/start-test-embedded.ts';
import { encodeQuery } from './wire-protocol.ts';

const { parse, bind, execute, sync, flush, copyData, copyDone, copyFail } = extended;
const MAX_BYTES = 1_000_000;
let embedded: TestEmbedded;
let client: RawClient;

beforeAll(async () => {
  embedded = await startTestEmbedded({ maxMessageBytes: MAX_BYTES });
  client = await RawClient.connect(embedded.port);
  await client.ask(encodeQuery('CREATE TABLE rows (id int PRIMARY KEY, text text)'));
});
afterAll(() => embedded.close());

async function begin(sql: string, raw = client): Promise<void> {
  raw.send(encodeQuery(sql));
  expect(await raw.until((told) => told === 'G')).toEqual(['G']);
}

async function idsOf(range: string): Promise<number> {
  const pgClient = await embedded.connect();
  const { rows } = await pgClient.query(`SELECT count(*)::int AS n FROM rows WHERE id ${range}`);
  await pgClient.end();
  return rows[0].n;
}

describe('COPY FROM STDIN', () => {
  it('takes rows in any pieces', async () => {
    await begin('COPY rows FROM STDIN');
    const text = Array.from({ length: 2_000 }, (_, n) => `${n}\trow ${n}\n`).join('');
    const pieces = text.match(/.{1,777}/gs)!.map(copyData);
    expect(await client.ask(...pieces, copyDone)).toEqual(['C:COPY 2000', 'Z:I']);
    expect(await idsOf('< 2000')).toBe(2_000);
  });

  it.each([
    ['bad data', copyData('none\tx\n'), copyDone, 'E:22P02'],
    ['a duplicate', copyData('1\tx\n'), copyDone, 'E:23505'],
    ['a client that gives up', copyData('3000\tx\n'), copyFail('no more'), 'E:57014'],
    [
      'more data than allowed',
      Buffer.concat(Array.from({ length: 3 }, (_, n) => copyData(`${3000 + n}\t${'x'.repeat(500_000)}\n`))),
      copyDone,
      'E:57014',
    ],
  ])('fails cleanly on %s', async (_what, data, end, error) => {
    await begin('COPY rows FROM STDIN');
    expect(await client.ask(copyData('3999\tgood\n'), data, end)).toEqual([error, 'Z:I']);
    expect(await client.ask(encodeQuery('SELECT 1'))).toEqual(['T', 'D', 'C:SELECT 1', 'Z:I']);
    expect(await idsOf('>= 3000')).toBe(0);
  });

  it('into a table that is not there fails when the data has come', async () => {
    await begin('COPY nothing FROM STDIN');
    expect(await client.ask(copyData('1\n'), copyDone)).toEqual(['E:42P01', 'Z:I']);
  });

  it('fails a transaction, which then waits for its end', async () => {
    await client.ask(encodeQuery('BEGIN'));
    await begin('COPY rows FROM STDIN');
    expect(await client.ask(copyData('x\n'), copyDone)).toEqual(['E:22P02', 'Z:E']);
    expect(await client.ask(encodeQuery('ROLLBACK'))).toEqual(['C:ROLLBACK', 'Z:I']);
  });

  it('works through the extended protocol', async () => {
    const copy = [parse('COPY rows FROM STDIN'), bind(), execute()];
    client.send(...copy, sync);
    expect(await client.until((told) => told === 'G')).toEqual(['1', '2', 'G']);
    expect(await client.ask(copyData('5000\tx\n'), copyDone, sync)).toEqual(['C:COPY 1', 'Z:I']);
    client.send(...copy, flush);
    await client.until((told) => told === 'G');
    expect(await client.ask(copyData('x\n'), copyDone, sync)).toEqual(['E:22P02', 'Z:I']);
    client.send(parse('COPY rows FROM'), parse('COPY rows FROM STDIN'), bind(), execute(), sync);
    expect(await client.untilReady()).toEqual(['E:42601', 'Z:I']);
    expect(await idsOf('= 5000')).toBe(1);
  });

  it('comes in its turn behind what the client sent before', async () => {
    client.send(encodeQuery('SELECT 1'), encodeQuery('COPY rows FROM STDIN'));
    const told = await client.until((message) => message === 'G');
    expect(told).toEqual(['T', 'D', 'C:SELECT 1', 'Z:I', 'G']);
    expect(await client.ask(copyDone)).toEqual(['C:COPY 0', 'Z:I']);
  });

  it('does not keep others waiting while its data comes', async () => {
    await begin('COPY rows FROM STDIN');
    expect(await idsOf('= 1')).toBe(1);
    expect(await client.ask(copyData('6000\tx\n'), copyDone)).toEqual(['C:COPY 1', 'Z:I']);
  });

  it('leaves nothing behind when its client disappears', async () => {
    const gone = await RawClient.connect(embedded.port);
    await begin('COPY rows FROM STDIN', gone);
    gone.send(copyData('7000\tx\n'));
    gone.socket.destroy();
    expect(await idsOf('= 7000')).toBe(0);
  });
});

describe('COPY TO STDOUT', () => {
  it('sends every row', async () => {
    const told = await client.ask(encodeQuery('COPY (SELECT * FROM rows WHERE id < 2000) TO STDOUT'));
    expect(told).toEqual(['H', ...Array<string>(2_000).fill('d'), 'c', 'C:COPY 2000', 'Z:I']);
  });
});
