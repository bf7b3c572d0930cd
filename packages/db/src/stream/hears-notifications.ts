import { randomId } from '@apiscope/core/ids';
import pg from 'pg';

/** How long a notification may be on its way, ms; it takes milliseconds where it arrives at all. */
const deliveredWithin = 5_000;

/**
 * Whether a connection hears what is notified by others. One that leads through a pooler which lends its connections by transaction takes
 * LISTEN, answers it like any other, and hears nothing.
 * @param client connected; nothing else may run on it meanwhile. It listens to one more channel afterwards.
 * @param notify notifies on a channel, on another connection.
 * @throws what `client` and `notify` throw.
 */
export async function hearsNotifications(
  client: pg.ClientBase,
  notify: (channel: string) => Promise<unknown>,
): Promise<boolean> {
  const channel = `apiscope_${randomId()}`;
  await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
  let hear: (heard: boolean) => void = () => {};
  let lose: () => void = () => {};
  const heard = new Promise<boolean>((resolve, reject) => {
    hear = resolve;
    lose = () => reject(new Error('the connection was lost while a notification was waited for'));
  });
  // It may be lost before it is waited for.
  heard.catch(() => {});
  const onNotification = (message: pg.Notification): void => {
    if (message.channel === channel) hear(true);
  };
  client.on('notification', onNotification);
  client.on('end', lose);
  let timer: NodeJS.Timeout | undefined;
  try {
    await notify(channel);
    timer = setTimeout(() => hear(false), deliveredWithin).unref();
    return await heard;
  } finally {
    clearTimeout(timer);
    client.off('notification', onNotification);
    client.off('end', lose);
  }
}

/** What is told where nothing is heard. */
export const deafMessage =
  'notifications of the database do not arrive: where DATABASE_URL leads through a connection pooler (PgBouncer), DATABASE_DIRECT_URL must lead to the same database past it';
