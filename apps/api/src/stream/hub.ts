import type { Log } from '@apiscope/core/logs/schema';
import type { MetricWindow } from '@apiscope/core/metrics/schema';
import type { Feed } from './feed.ts';

/** Every stream of the process over its one LISTEN connection. */
export type Hub = {
  logs: Feed<Log>;
  metrics: Feed<MetricWindow>;
  /** Whether the LISTEN connection stands. */
  isListening(): boolean;
  /** Ends every stream so that clients reconnect elsewhere, and the connection. */
  close(): Promise<void>;
};
