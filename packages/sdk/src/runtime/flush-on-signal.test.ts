import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { flushOnSignal } from './flush-on-signal.ts';

/** A process that only notes how it would be ended. */
function fakeProcess() {
  const killed: unknown[] = [];
  const kill = (_pid: number, signal?: string | number) => {
    killed.push(signal);
    return true;
  };
  return { host: Object.assign(new EventEmitter(), { pid: 1, kill }) as unknown as NodeJS.Process, killed };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('flushOnSignal', () => {
  it('ends the process by the signal after the flush where nobody else listens', async () => {
    const { host, killed } = fakeProcess();
    let finish = () => {};
    flushOnSignal(host, () => new Promise((resolve) => (finish = resolve)));
    host.emit('SIGTERM', 'SIGTERM');
    await settle();
    expect(killed).toEqual([]);
    finish();
    await settle();
    expect([killed, host.listenerCount('SIGTERM')]).toEqual([['SIGTERM'], 0]);
  });

  it('counts several clients as one listener, and ends when all have sent', async () => {
    const { host, killed } = fakeProcess();
    const finish: (() => void)[] = [];
    for (let n = 0; n < 20; n++) flushOnSignal(host, () => new Promise((resolve) => finish.push(resolve)));
    expect(host.listenerCount('SIGTERM')).toBe(1);
    host.emit('SIGTERM', 'SIGTERM');
    finish.pop()!();
    await settle();
    expect(killed).toEqual([]);
    for (const each of finish) each();
    await settle();
    expect([killed, host.listenerCount('SIGTERM')]).toEqual([['SIGTERM'], 0]);
  });

  it('leaves ending to a host that listens too', async () => {
    const { host, killed } = fakeProcess();
    let flushes = 0;
    host.on('SIGTERM', () => {});
    flushOnSignal(host, async () => void flushes++);
    host.emit('SIGTERM', 'SIGTERM');
    await settle();
    expect([flushes, killed]).toEqual([1, []]);
  });

  it('flushes once when nothing is left to do, and not after it was forgotten', () => {
    const { host } = fakeProcess();
    let flushes = 0;
    const forget = flushOnSignal(host, async () => void flushes++);
    host.emit('beforeExit', 0);
    host.emit('beforeExit', 0);
    forget();
    host.emit('SIGTERM', 'SIGTERM');
    expect(flushes).toBe(1);
  });
});
