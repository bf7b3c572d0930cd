import type { Clock } from '@apiscope/core/clock';
import type { Level } from '@apiscope/core/logs/level';
import type { Redactor } from '@apiscope/core/redact/redactor';
import { printTimestamp } from '@apiscope/core/search/timestamp';
import { createBacklog } from '../create-backlog.ts';
import type { Outbox } from '../transport/create-outbox.ts';

/** A log line as a bridge gives it, nothing redacted yet. */
export type SeenLog = {
  /** Epoch ms; not told, or absurd: now. */
  at?: number;
  level: Level;
  /** Name of the logger. */
  source: string;
  message: string;
  meta?: Record<string, unknown>;
  requestId?: string | null;
  traceId?: string | null;
};

/** Where log bridges put lines. None of its functions throws. */
export type LogIntake = {
  /** Takes a line; `read` is called later, after what the host is doing, and may throw. */
  add(read: () => SeenLog | null): void;
  drain(): void;
};

const limits = { message: 32_768, source: 200, meta: 200_000 } as const;
/** A line's own time further than this from the clock is somebody's mistake, ms; the platform would refuse it. */
const farthest = 86_400_000;

/** Makes lines ready to be sent: redacted, within the bounds of the platform. Lines too many are dropped and counted. */
export function createLogIntake({
  redactor,
  outbox,
  clock,
  defer,
  onError,
}: {
  redactor: Redactor;
  outbox: Outbox;
  clock: Clock;
  defer: (run: () => void) => void;
  onError: (error: unknown) => void;
}): LogIntake {
  const toWire = ({ at, level, source, message, meta, requestId, traceId }: SeenLog) => {
    const now = clock.now();
    const time = at !== undefined && Math.abs(at - now) < farthest ? at : now;
    const clean = meta === undefined ? undefined : redactor.json(meta);
    const isTooLarge = clean !== undefined && JSON.stringify(clean).length > limits.meta;
    return {
      source: redactor.text(source).slice(0, limits.source) || 'app',
      level,
      message: redactor.text(message).slice(0, limits.message),
      created_at: printTimestamp(time),
      ...(clean !== undefined && { meta: isTooLarge ? { omitted: 'too large' } : clean }),
      ...(requestId && { requestId: requestId.slice(0, 200) }),
      ...(traceId && { traceId: traceId.slice(0, 64) }),
    };
  };

  const backlog = createBacklog<() => SeenLog | null>({
    work(read) {
      try {
        const seen = read();
        if (seen !== null) outbox.add(JSON.stringify(toWire(seen)));
      } catch (error) {
        outbox.addDropped(1);
        onError(error);
      }
    },
    overflow: () => outbox.addDropped(1),
    defer,
    clock,
  });
  return { add: backlog.add, drain: backlog.drain };
}
