import type { Deps } from '../deps.ts';
import type { AppContext } from '../http/app-env.ts';
import { type BodyLimit, type OpenBody, openBody } from '../http/open-body.ts';

/**
 * Lets a request's body pass the intake: what is read of it is counted, and held until the answer is made. When it is refused, the
 * sender is answered while it is still sending.
 * @throws AppError TOO_MANY_REQUESTS when the intake is full, and what `answer` and {@link openBody} throw.
 */
export function takeIn<T>(
  { intake, ingested }: Pick<Deps, 'intake' | 'ingested'>,
  { c, limit }: { c: AppContext; limit: BodyLimit },
  answer: (open: () => OpenBody) => Promise<T>,
): Promise<T> {
  let hold = (_bytes: number): void => {};
  const body = openBody(c.req.raw, { ...limit, hold: (bytes) => hold(bytes) });
  const { door } = c.var;
  c.set('unread', body);
  const actor = c.get('actor');
  const caller = actor === undefined || actor.kind === 'anonymous' ? null : actor.name;
  return intake.run(caller, (holdInIntake) => {
    hold = (bytes) => {
      if (door !== undefined) ingested.addBytes(door, bytes);
      holdInIntake(bytes);
    };
    return answer(() => body);
  });
}
