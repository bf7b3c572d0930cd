import type { Log } from '@apiscope/core/logs/schema';
import type { MetricWindow } from '@apiscope/core/metrics/schema';
import type { Db } from '@apiscope/db/client';
import { logsChannel } from '@apiscope/db/logs/insert-logs';
import { logStream } from '@apiscope/db/logs/log-row';
import { metricStream, metricsChannel } from '@apiscope/db/metrics/metric-row';
import { createListener } from '@apiscope/db/stream/listen';
import { notify } from '@apiscope/db/stream/notify';
import type { Logger } from 'pino';
import { createFeed, type Feed } from './feed.ts';
import { tableSource } from './table-source.ts';

/** Every stream of the process over its one LISTEN connection. */
export type Hub = {
  logs: Feed<Log>;
  metrics: Feed<MetricWindow>;
  /** Whether the LISTEN connection stands and hears; null where there is to be none, and so no stream. */
  isListening(): boolean | null;
  /** Whether it stood and heard nothing. */
  isDeaf(): boolean;
  /** Ends every stream so that clients reconnect elsewhere, and then the connection. */
  close(): Promise<void>;
};

/** Opens the connection, and opens it again whenever it is lost; the feeds then look for what they missed. */
export function createHub({
  db,
  directUrl,
  log,
  others = {},
}: {
  db: Db;
  /** The database of `db`, by a connection that keeps its session; null: nothing is listened to. */
  directUrl: string | null;
  log: Logger;
  /** Who else is to look again, by channel. */
  others?: Readonly<Record<string, () => void>>;
}): Hub {
  const logs = createFeed<Log>({ source: tableSource(db, logStream), log });
  const metrics = createFeed<MetricWindow>({ source: tableSource(db, metricStream), log });
  const feeds: Record<string, { poke(): void }> = { [logsChannel]: logs, [metricsChannel]: metrics };
  const listener =
    directUrl === null
      ? null
      : createListener({
          url: directUrl,
          channels: [...Object.keys(feeds), ...Object.keys(others)],
          notify: (channel) => notify(db, channel),
          onNotify: (channel) => {
            feeds[channel]?.poke();
            others[channel]?.();
          },
          onConnect: () => {
            logs.poke();
            metrics.poke();
            for (const look of Object.values(others)) look();
          },
          onError: (error) =>
            log.warn({ err: error }, 'the connection for notifications is lost and made again'),
        });
  return {
    logs,
    metrics,
    isListening: () => listener?.connected ?? null,
    isDeaf: () => listener?.deaf ?? false,
    async close() {
      logs.close();
      metrics.close();
      await listener?.close();
    },
  };
}
