import { describe, expect, it } from 'vitest';
import { analyseSql } from './statement-effects.ts';

const names = { declare: (name: string) => `own_${name}`, find: (name: string) => `own_${name}` };
const analyse = (sql: string) => analyseSql(sql, names);

describe('analyseSql', () => {
  it.each<[string, unknown]>([
    ['listen Jobs', { kind: 'listen', channel: 'jobs' }],
    ['LISTEN "Jobs:Insert"', { kind: 'listen', channel: 'Jobs:Insert' }],
    [`listen ${'ä'.repeat(40)}`, { kind: 'listen', channel: 'ä'.repeat(31) }],
    ['/* why */ savepoint S', { kind: 'savepoint', name: 's' }],
    ['rollback to savepoint s', { kind: 'rollback-to', name: 's' }],
    ['rollback work to s', { kind: 'rollback-to', name: 's' }],
    ['rollback', undefined],
    ['set search_path = a, b', { kind: 'set', names: ['search_path'] }],
    ['SET SESSION app.user TO 1', { kind: 'set', names: ['app.user'] }],
    [`set time zone 'UTC'`, { kind: 'set', names: ['timezone'] }],
    ['set role x', { kind: 'set', names: ['role'] }],
    ['set session authorization x', { kind: 'set', names: ['session_authorization', 'role'] }],
    ['set session characteristics as transaction read only', { kind: 'set', names: 'all' }],
    ['set local work_mem = 1', undefined],
    ['set transaction isolation level serializable', undefined],
    ['reset all', { kind: 'reset', names: 'all' }],
    ['reset DateStyle', { kind: 'reset', names: ['datestyle'] }],
    [`select set_config('App.X', $1, false)`, { kind: 'set', names: ['app.x'] }],
    ['select set_config($1, $2, false)', { kind: 'set', names: 'all' }],
    ['do $$ begin perform 1; end $$', { kind: 'set', names: 'all' }],
    ['copy t (a, b) from stdin with csv', { kind: 'copy-in' }],
    ['copy t to stdout', undefined],
    ['update t set a = 1', undefined],
    ['insert into t values (1)', undefined],
  ])('reads %s', (sql, effect) => {
    expect(analyse(sql).effects[0]).toEqual(effect);
    expect(analyse(sql).sql).toBe(sql);
  });

  it.each([
    [
      'select 1; unlisten x; select 2',
      'select 1; UNLISTEN "apiscope: no channel"; select 2',
      { kind: 'unlisten', channel: 'x' },
    ],
    [
      'select 1; unlisten *',
      'select 1; UNLISTEN "apiscope: no channel"',
      { kind: 'unlisten', channel: null },
    ],
    ['select 1; discard all', 'select 1; RESET ALL', { kind: 'discard-all' }],
    [
      'select 1; deallocate prepare all',
      'select 1; UNLISTEN "apiscope: no channel"',
      { kind: 'deallocate-all' },
    ],
    ['select 1; deallocate "A b"', 'select 1; deallocate "own_A b"', undefined],
    ['select 1; prepare a (int) as select $1', 'select 1; prepare "own_a" (int) as select $1', undefined],
    ['select 1; execute a(1)', 'select 1; execute "own_a"(1)', undefined],
    ['select 1; explain (analyze) execute a(1)', 'select 1; explain (analyze) execute "own_a"(1)', undefined],
  ])('rewrites %s', (sql, rewritten, effect) => {
    const analysed = analyse(sql);
    expect(analysed.sql).toBe(rewritten);
    expect(analysed.effects[1]).toEqual(effect);
  });

  it('keeps the tag that the client expects', () => {
    expect(analyse('discard all; deallocate all; discard temp').tags).toEqual([
      'DISCARD ALL',
      'DEALLOCATE ALL',
      undefined,
    ]);
  });

  it('leaves words inside strings, comments and bodies alone', () => {
    const sql = `insert into t values ('; unlisten x; set a = 1') -- ; deallocate all`;
    expect(analyse(sql)).toEqual({ sql, effects: [undefined], tags: [undefined] });
  });
});
