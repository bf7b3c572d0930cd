import { describe, expect, it } from 'vitest';
import { ListenState } from './listen-state.ts';

describe('ListenState', () => {
  it('counts from the commit on', () => {
    const state = new ListenState();
    state.listen('a');
    expect(state.hears('a')).toBe(false);
    state.commit();
    expect(state.hears('a')).toBe(true);
  });

  it('is undone by a rollback', () => {
    const state = new ListenState();
    state.listen('a');
    state.commit();
    state.unlisten(null);
    state.listen('b');
    state.rollback();
    state.commit();
    expect([state.hears('a'), state.hears('b')]).toEqual([true, false]);
  });

  it('goes back to a savepoint, more than once', () => {
    const state = new ListenState();
    state.listen('a');
    state.savepoint('s');
    state.listen('b');
    state.savepoint('t');
    state.listen('c');
    state.rollbackTo('s');
    state.listen('d');
    state.rollbackTo('s');
    state.rollbackTo('t');
    state.unlisten('x');
    state.commit();
    expect(['a', 'b', 'c', 'd'].filter((channel) => state.hears(channel))).toEqual(['a']);
  });
});
