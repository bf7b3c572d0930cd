import { isIP, type LookupFunction } from 'node:net';
import type { CidrSet } from '@apiscope/core/geo/cidr-set';
import { refuseAddress } from '@apiscope/core/replay/address-policy';
import { buildConnector } from 'undici';
import { RefusedConnection } from './refused-connection.ts';
import type { LookUp } from './send-request.ts';

/**
 * Connects to addresses that the policy lets through. A name is looked up once and connected to at exactly the addresses that were judged;
 * when one of them is refused, so is the name. Node asks no resolver about an address that is written out, so these are judged
 * first, and what the socket is really connected to once more at the end.
 */
export function connectGuarded(options: {
  allowed: CidrSet;
  lookup: LookUp;
  timeoutMs: number;
  onConnected(address: string): void;
}): buildConnector.connector {
  const judge = (address: string) => {
    const reason = refuseAddress(address, options.allowed);
    return reason === null ? null : new RefusedConnection(reason);
  };
  const lookup: LookupFunction = (hostname, { all }, done) => {
    options.lookup(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) return done(noAddress(hostname), '', 0);
        const refused = addresses.map(judge).find((each) => each !== null);
        if (refused) return done(new RefusedConnection(`${hostname} leads to ${refused.message}`), '', 0);
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        return all ? done(null, found) : done(null, first, isIP(first));
      },
      (error) => done(error, '', 0),
    );
  };
  const connect = buildConnector({ timeout: options.timeoutMs, lookup });

  return (target, done) => {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const refused = isIP(host) === 0 ? null : judge(host);
    if (refused) return done(refused, null);
    connect(target, (error, socket) => {
      if (error) return done(error, null);
      const address = socket.remoteAddress ?? '';
      const late = judge(address);
      if (late) {
        socket.destroy();
        return done(late, null);
      }
      options.onConnected(address);
      done(null, socket);
    });
  };
}

function noAddress(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
}
