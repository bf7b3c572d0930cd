import { describe, expect, it } from 'vitest';
import { createIntake } from './create-intake.ts';

const full = { code: 'TOO_MANY_REQUESTS', retryAfter: expect.any(Number) };

/** Work that goes on until it is told to end. */
function held() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end: () => end() };
}

describe('createIntake', () => {
  it('refuses requests beyond the limit before they begin, and takes them again when one has ended', async () => {
    const intake = createIntake({ maxRequests: 2, maxBytes: 100 });
    const first = held();
    const running = [intake.run(null, () => first.ended), intake.run(null, () => first.ended)];
    let began = false;
    const refused = intake.run(null, async () => {
      began = true;
    });
    await expect(refused).rejects.toMatchObject(full);
    expect(began).toBe(false);
    expect(intake.stats()).toEqual({ requests: 2, bytes: 0, refused: 1 });
    first.end();
    await Promise.all(running);
    await expect(intake.run(null, async () => 'in')).resolves.toBe('in');
  });

  it('leaves half of the requests to others than one caller, who is let in again as its own end', async () => {
    const intake = createIntake({ maxRequests: 4, maxBytes: 100 });
    const endless = held();
    const running = [intake.run('key:a', () => endless.ended), intake.run('key:a', () => endless.ended)];
    await expect(intake.run('key:a', async () => 'in')).rejects.toMatchObject(full);
    await expect(intake.run('key:b', async () => 'in')).resolves.toBe('in');
    await expect(intake.run(null, async () => 'in')).resolves.toBe('in');
    endless.end();
    await Promise.all(running);
    await expect(intake.run('key:a', async () => 'in')).resolves.toBe('in');
  });

  it('refuses bytes beyond the limit of all requests together, and gives back what was held, however a request ends', async () => {
    const intake = createIntake({ maxRequests: 10, maxBytes: 100 });
    const first = held();
    const running = intake.run(null, async (hold) => {
      hold(80);
      await first.ended;
    });
    const second = intake.run(null, async (hold) => {
      hold(20);
      hold(1);
    });
    await expect(second).rejects.toMatchObject(full);
    expect(intake.stats()).toEqual({ requests: 1, bytes: 80, refused: 1 });
    first.end();
    await running;
    await expect(intake.run(null, async (hold) => hold(101))).rejects.toMatchObject(full);
    expect(intake.stats()).toEqual({ requests: 0, bytes: 0, refused: 2 });
  });
});
