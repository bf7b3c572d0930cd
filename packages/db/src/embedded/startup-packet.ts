import { ProtocolError, readText } from './wire-protocol.ts';

const PROTOCOL_MAJOR = 3;
const CANCEL_REQUEST = 80877102;
const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;

export type StartupPacket =
  | { kind: 'encryption' }
  | { kind: 'cancel'; processId: number; secret: number }
  | {
      kind: 'session';
      database: string;
      /** Settings that the client asks for, by lower-case name. */
      settings: Map<string, string>;
      /** Minor version and `_pq_.` options beyond protocol 3.0, which are declined by name. */
      minorVersion: number;
      protocolOptions: string[];
    };

/** Reads what a client sends first. Throws ProtocolError for another protocol. */
export function readStartupPacket(packet: Buffer): StartupPacket {
  const code = packet.readInt32BE(4);
  if (code === SSL_REQUEST || code === GSS_REQUEST) return { kind: 'encryption' };
  if (code === CANCEL_REQUEST) {
    if (packet.length < 16) throw new ProtocolError('08P01', 'invalid cancel request');
    return { kind: 'cancel', processId: packet.readInt32BE(8), secret: packet.readInt32BE(12) };
  }
  if (code >>> 16 !== PROTOCOL_MAJOR)
    throw new ProtocolError('0A000', `unsupported frontend protocol ${code >>> 16}.${code & 0xffff}`);
  return readSession(packet, code & 0xffff);
}

function readSession(packet: Buffer, minorVersion: number): StartupPacket {
  const settings = new Map<string, string>();
  const protocolOptions: string[] = [];
  let database = 'postgres';
  let offset = 8;
  while (offset < packet.length && packet[offset] !== 0) {
    const name = readText(packet, offset);
    const value = readText(packet, name.end);
    offset = value.end;
    const key = name.text.toLowerCase();
    if (key === 'database') database = value.text;
    else if (key === 'options')
      for (const [option, text] of readOptions(value.text)) settings.set(option, text);
    else if (key.startsWith('_pq_.')) protocolOptions.push(name.text);
    // Whoever connects is the one user there is; replication connections are not a thing here.
    else if (key !== 'user' && key !== 'replication') settings.set(key, value.text);
  }
  return { kind: 'session', database, settings, minorVersion, protocolOptions };
}

/** Settings of a command line as in libpq's `options`: `-c name=value` and `--name=value`, with backslash escapes. */
export function readOptions(options: string): Map<string, string> {
  const settings = new Map<string, string>();
  const words = [...options.matchAll(/(?:\\.|[^\s\\])+/gs)].map(([word]) => word.replace(/\\(.)/gs, '$1'));
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const text = word === '-c' ? (words[++at] ?? '') : word.replace(/^(?:--|-c)/, '');
    const equals = text.indexOf('=');
    if (equals <= 0 || (word !== '-c' && !/^(?:--|-c)/.test(word)))
      throw new ProtocolError('42601', `invalid command-line argument for server process: ${word}`);
    settings.set(text.slice(0, equals).replaceAll('-', '_').toLowerCase(), text.slice(equals + 1));
  }
  return settings;
}
