import type { ClientConnection } from './client-connection.ts';
import {
  encodeInt32,
  encodeMessage,
  encodeReady,
  encodeText,
  readText,
  spanMessages,
} from './wire-protocol.ts';

type Greeted = Pick<ClientConnection, 'id' | 'secret' | 'startupSettings'>;

/**
 * What a client gets when its connection is ready: authentication passed, the parameters that drivers rely on, the key to cancel
 * with and readiness. Parameters come from the session's own startup, then from `report`, then from what the client asked for.
 */
export function encodeGreeting(
  { id, secret, startupSettings }: Greeted,
  startup: Buffer,
  report: Buffer,
): Buffer {
  const parameters = new Map([
    ...readParameters(startup),
    ['application_name', startupSettings.get('application_name') ?? ''],
    ['session_authorization', 'postgres'],
    ...readParameters(report),
  ]);
  return Buffer.concat([
    encodeMessage('R', encodeInt32(0)),
    ...[...parameters].map(([name, value]) => encodeMessage('S', encodeText(name), encodeText(value))),
    encodeMessage('K', encodeInt32(id), encodeInt32(secret)),
    encodeReady('I'),
  ]);
}

function readParameters(messages: Buffer): [string, string][] {
  const parameters: [string, string][] = [];
  for (const { type, start } of spanMessages(messages)) {
    if (type !== 'S') continue;
    const name = readText(messages, start + 5);
    parameters.push([name.text, readText(messages, name.end).text]);
  }
  return parameters;
}
