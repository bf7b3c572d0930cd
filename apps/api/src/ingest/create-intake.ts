import { AppError } from '@apiscope/core/errors';

/** What of an intake is taken, and how often it has refused. */
export type IntakeStats = { requests: number; bytes: number; refused: number };

/** Takes note of bytes that a request holds from now on. @throws AppError TOO_MANY_REQUESTS when there is no room for them. */
export type Hold = (bytes: number) => void;

/** The bounded way in for data that other programs send. */
export type Intake = {
  /**
   * Runs `work`, which may hold bytes, as one of the requests under way; what it held is given back when it ends, either way.
   * A caller that can be told from others gets half of the requests at most, so that one that never ends its bodies leaves
   * room for the rest.
   * @throws AppError TOO_MANY_REQUESTS with `retryAfter` when there are as many as may be, before `work` began.
   */
  run<T>(caller: string | null, work: (hold: Hold) => Promise<T>): Promise<T>;
  stats(): IntakeStats;
  readonly limits: IntakeLimits;
};

export type IntakeLimits = {
  /** Requests under way at most. */
  maxRequests: number;
  /** Bytes of their bodies, without content encoding, at most. */
  maxBytes: number;
};

/** Seconds after which a sender that found no room may come again. */
export const intakeRetryAfter = 2;

/**
 * Makes an intake. Nothing waits in it: a sender keeps what is refused, and knows when to come again, so that what is held here stays
 * bounded however many send while the database is slow or away.
 */
export function createIntake({ maxRequests, maxBytes }: IntakeLimits): Intake {
  const stats: IntakeStats = { requests: 0, bytes: 0, refused: 0 };
  const shareOfCaller = Math.ceil(maxRequests / 2);
  const ofCaller = new Map<string, number>();
  const refuse = (what: string) => {
    stats.refused += 1;
    return new AppError('TOO_MANY_REQUESTS', `the intake is full: ${what} under way already`, {
      retryAfter: intakeRetryAfter,
    });
  };
  return {
    async run(caller, work) {
      if (stats.requests >= maxRequests) throw refuse(`${maxRequests} requests are`);
      const own = caller === null ? 0 : (ofCaller.get(caller) ?? 0);
      if (own >= shareOfCaller) throw refuse(`${shareOfCaller} requests of this key are`);
      stats.requests += 1;
      if (caller !== null) ofCaller.set(caller, own + 1);
      let held = 0;
      try {
        return await work((bytes) => {
          if (stats.bytes + bytes > maxBytes) throw refuse(`${maxBytes} bytes of bodies are`);
          stats.bytes += bytes;
          held += bytes;
        });
      } finally {
        stats.requests -= 1;
        stats.bytes -= held;
        if (caller !== null) leave(ofCaller, caller);
      }
    },
    stats: () => ({ ...stats }),
    limits: { maxRequests, maxBytes },
  };
}

/** Counts one request less of a caller, and forgets a caller without any. */
function leave(ofCaller: Map<string, number>, caller: string): void {
  const left = (ofCaller.get(caller) ?? 1) - 1;
  if (left === 0) ofCaller.delete(caller);
  else ofCaller.set(caller, left);
}
