import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawClient, startupPacket } from './testing/raw-client.ts';
import { startTestEmbedded, type TestEmbedded } from './testing/start-test-embedded.ts';

let embedded: TestEmbedded;
let a: pg.Client;
let b: pg.Client;

beforeAll(async () => {
  embedded = await startTestEmbedded();
  [a, b] = await Promise.all([embedded.connect(), embedded.connect()]);
  await a.query(`CREATE SCHEMA hidden; CREATE TABLE hidden.thing (); CREATE ROLE reader;
    CREATE FUNCTION sets() RETURNS text LANGUAGE sql AS $$ SELECT set_config('application_name', 'by function', false) $$`);
});
afterAll(() => embedded.close());

/** Empty where there is no such setting, too: once an application has made one up, the session knows its name. */
async function show(client: pg.Client, name: string): Promise<string> {
  const sql = `SELECT coalesce(current_setting($1, true), '') AS value`;
  return (await client.query<{ value: string }>(sql, [name])).rows[0]!.value;
}

describe('session settings', () => {
  it.each([
    ['SET', `SET work_mem = '5MB'`, 'work_mem', '5MB'],
    ['set_config', `SELECT set_config('search_path', 'hidden', false)`, 'search_path', 'hidden'],
    ['a setting of the application', `SET app.tenant = 'it''s \\ 1'`, 'app.tenant', `it's \\ 1`],
    [
      'DO',
      `DO $$ BEGIN PERFORM set_config('statement_timeout', '7s', false); END $$`,
      'statement_timeout',
      '7s',
    ],
    ['a function', 'SELECT sets()', 'application_name', 'by function'],
    ['the role', 'SET ROLE reader', 'role', 'reader'],
    ['the time zone', `SET TIME ZONE 'Europe/Berlin'`, 'TimeZone', 'Europe/Berlin'],
    ['what parses strings', 'SET standard_conforming_strings = off', 'standard_conforming_strings', 'off'],
  ])('set by %s stay with the connection', async (_how, sql, name, value) => {
    const [before, ofB] = [await show(a, name), await show(b, name)];
    await a.query(sql);
    expect(await show(b, name)).toBe(ofB);
    expect(await show(a, name)).toBe(value);
    expect(await show(b, name)).toBe(ofB);
    await a.query(`RESET ${name}`);
    expect(await show(b, name)).toBe(ofB);
    expect(await show(a, name)).toBe(before);
  });

  it('decide what a name means', async () => {
    await a.query('SET search_path = hidden');
    await expect(b.query('SELECT FROM thing')).rejects.toMatchObject({ code: '42P01' });
    expect((await a.query('SELECT FROM thing')).rowCount).toBe(0);
    await a.query('RESET search_path');
  });

  it('are undone by a rollback, kept by a commit, and local ones end with the transaction', async () => {
    await a.query(`BEGIN; SET work_mem = '6MB'; ROLLBACK`);
    expect([await show(b, 'work_mem'), await show(a, 'work_mem')]).toEqual(['4MB', '4MB']);
    await a.query(`BEGIN; SET work_mem = '6MB'; SET LOCAL work_mem = '7MB'; COMMIT`);
    expect([await show(b, 'work_mem'), await show(a, 'work_mem')]).toEqual(['4MB', '6MB']);
    await a.query('RESET ALL');
    expect([await show(b, 'work_mem'), await show(a, 'work_mem')]).toEqual(['4MB', '4MB']);
  });

  it('leave with the connection', async () => {
    const leaving = await embedded.connect();
    await leaving.query(`SET application_name = 'gone'; SET app.tenant = 'gone'`);
    await leaving.end();
    expect([await show(b, 'application_name'), await show(b, 'app.tenant')]).not.toContain('gone');
  });

  it('start as the client asks, and RESET and DISCARD go back there', async () => {
    const options = '-c search_path=hidden,public -c work_mem=8MB';
    const client = await embedded.connect({ application_name: 'tester', options });
    await b.query('SELECT 1');
    const read = async () => [await show(client, 'search_path'), await show(client, 'application_name')];
    expect(await read()).toEqual(['hidden,public', 'tester']);
    for (const undo of ['RESET search_path', 'RESET ALL', 'DISCARD ALL']) {
      await client.query('SET search_path = pg_catalog');
      await client.query(undo);
      expect(await show(b, 'search_path')).not.toContain('hidden');
      expect(await read()).toEqual(['hidden,public', 'tester']);
    }
  });

  it('are refused at the start when they make no sense', async () => {
    const client = await RawClient.open(embedded.port, startupPacket({ options: '-c work_mem=much' }));
    expect(await client.until((told) => told === 'closed')).toEqual(['E:22023', 'closed']);
    expect((await b.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('are forgotten by DISCARD ALL, for that connection only', async () => {
    await Promise.all([a, b].map((client, n) => client.query(`SET work_mem = '${n + 10}MB'`)));
    await a.query('SET ROLE reader');
    const { command } = await a.query('DISCARD ALL');
    expect(command).toBe('DISCARD');
    expect([await show(b, 'work_mem'), await show(a, 'work_mem'), await show(a, 'role')]).toEqual([
      '11MB',
      '4MB',
      'none',
    ]);
    await b.query('RESET ALL');
  });
});
