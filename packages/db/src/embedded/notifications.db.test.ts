import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extended, RawClient } from './testing/raw-client.ts';
import { startTestEmbedded, type TestEmbedded } from './testing/start-test-embedded.ts';
import { encodeQuery } from './wire-protocol.ts';

let embedded: TestEmbedded;
let sender: pg.Client;

beforeAll(async () => {
  embedded = await startTestEmbedded();
  sender = await embedded.connect();
});
afterAll(() => embedded.close());

type Listener = { client: pg.Client; heard: string[] };

async function listener(...sql: string[]): Promise<Listener> {
  const client = await embedded.connect();
  const heard: string[] = [];
  client.on('notification', ({ channel, payload }) => heard.push(`${channel}=${payload}`));
  for (const statement of sql) await client.query(statement);
  return { client, heard };
}

/** After this, everything notified before has arrived: a socket keeps its order. */
async function settle(...listeners: Listener[]): Promise<void> {
  await Promise.all(listeners.map(({ client }) => client.query('SELECT 1')));
}

describe('notifications', () => {
  it('reach exactly who listens, thousands of them, in order', async () => {
    const CHANNELS = 6;
    const listeners = await Promise.all(
      Array.from({ length: CHANNELS }, (_, n) => listener(`LISTEN c${n}`, 'LISTEN shared')),
    );
    const pool = new pg.Pool({ connectionString: embedded.url, max: 4 });
    const send = async (from: number): Promise<void> => {
      for (let n = from; n < 1_200; n += 4)
        await pool.query('SELECT pg_notify($1, $2)', [`c${n % CHANNELS}`, `${n}`]);
    };
    await Promise.all([0, 1, 2, 3].map(send));
    await sender.query(`SELECT pg_notify('shared', n::text) FROM generate_series(1, 800) AS n`);
    await settle(...listeners);
    const shared = Array.from({ length: 800 }, (_, n) => `shared=${n + 1}`);
    for (const [channel, { heard }] of listeners.entries()) {
      const own = Array.from({ length: 200 }, (_, n) => `c${channel}=${n * CHANNELS + channel}`);
      expect(heard.slice(0, 200).sort()).toEqual(own.sort());
      expect(heard.slice(200)).toEqual(shared);
    }
    await pool.end();
    await Promise.all(listeners.map(({ client }) => client.end()));
  });

  it('reach an idle listener promptly, with the process id of the sender', async () => {
    const { client } = await listener('LISTEN prompt');
    const told = new Promise<pg.Notification>((resolve) => client.once('notification', resolve));
    await sender.query(`NOTIFY prompt, 'now'`);
    const { processId, payload } = await told;
    expect(payload).toBe('now');
    expect(processId).toBe(Reflect.get(sender, 'processID'));
  });

  it('count from the commit of LISTEN on, and not at all when it is rolled back', async () => {
    const committed = await listener('BEGIN', 'LISTEN tx', 'COMMIT');
    const rolledBack = await listener('BEGIN', 'LISTEN tx', 'ROLLBACK');
    const failed = await listener();
    await failed.client.query('LISTEN tx; SELECT 1/0').catch(() => {});
    const partly = await listener(
      'BEGIN',
      'LISTEN tx',
      'SAVEPOINT s',
      'LISTEN other',
      'ROLLBACK TO s',
      'COMMIT',
    );
    const unlistenUndone = await listener('LISTEN tx', 'BEGIN', 'UNLISTEN *', 'ROLLBACK');
    await sender.query(`NOTIFY tx, '1'; NOTIFY other, '2'`);
    await settle(committed, rolledBack, failed, partly, unlistenUndone);
    expect(committed.heard).toEqual(['tx=1']);
    expect(rolledBack.heard).toEqual([]);
    expect(failed.heard).toEqual([]);
    expect(partly.heard).toEqual(['tx=1']);
    expect(unlistenUndone.heard).toEqual(['tx=1']);
  });

  it('are not sent by a transaction that is rolled back', async () => {
    const one = await listener('LISTEN undone');
    await sender.query(`BEGIN; NOTIFY undone, '1'; ROLLBACK; NOTIFY undone, '2'`);
    await settle(one);
    expect(one.heard).toEqual(['undone=2']);
  });

  it('stop for who unlistens or leaves, and for nobody else', async () => {
    const [a, b, c, d] = await Promise.all(
      Array.from({ length: 4 }, () => listener('LISTEN kept', 'LISTEN "Quoted ""Name"""')),
    );
    await a!.client.query('UNLISTEN kept');
    await b!.client.query('UNLISTEN *');
    await d!.client.query('DISCARD ALL');
    await sender.query(`NOTIFY kept, '1'; NOTIFY "Quoted ""Name""", '2'; NOTIFY "quoted ""name""", '3'`);
    await settle(a!, b!, c!, d!);
    expect([a!.heard, b!.heard, d!.heard]).toEqual([['Quoted "Name"=2'], [], []]);
    expect(c!.heard).toEqual(['kept=1', 'Quoted "Name"=2']);
    await a!.client.end();
    await sender.query('NOTIFY kept');
    await settle(c!);
    expect(c!.heard.at(-1)).toBe('kept=');
  });

  it('go to others even from the transaction in which the sender unlistens', async () => {
    const other = await listener('LISTEN last');
    await sender.query('LISTEN last');
    await sender.query(`BEGIN; UNLISTEN last; NOTIFY last, 'one'; COMMIT`);
    await settle(other);
    expect(other.heard).toEqual(['last=one']);
  });

  it('come before ReadyForQuery to the connection that sends them to itself', async () => {
    const raw = await RawClient.connect(embedded.port);
    const { parse, bind, execute, sync } = extended;
    expect(await raw.ask(parse('LISTEN self', 'l'), bind([], 'l'), execute(), sync)).toContain('C:LISTEN');
    expect(await raw.ask(encodeQuery(`NOTIFY self, 'x'`))).toEqual(['C:NOTIFY', 'A:self=x', 'Z:I']);
    expect(await raw.ask(encodeQuery(`LISTEN own; NOTIFY own, 'y'`))).toEqual([
      'C:LISTEN',
      'C:NOTIFY',
      'A:own=y',
      'Z:I',
    ]);
  });
});
