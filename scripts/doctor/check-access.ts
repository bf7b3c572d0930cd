import { addressRanges, createCidrSet } from '../../packages/core/src/geo/cidr-set.ts';
import { fail, type Machine, type Outcome, ok, skip, warn } from './check.ts';

/** Whether HOST, AUTH and PUBLIC_URL go together; what each may be by itself the environment's check says. */
export function checkAccess({ env, host }: Machine): Outcome {
  const isHere = isLoopback(host);
  const auth = env.AUTH || (isHere ? 'off' : 'on');
  const publicUrl = env.PUBLIC_URL && URL.canParse(env.PUBLIC_URL) ? new URL(env.PUBLIC_URL) : null;
  const isPublic = publicUrl !== null && !isLoopback(publicUrl.hostname);
  if (auth === 'off' && !isHere)
    return fail(
      `AUTH=off would let in everybody who reaches ${host}`,
      'unset AUTH, or let HOST be 127.0.0.1',
    );
  if (auth === 'off' && isPublic)
    return fail(
      `with AUTH=off nobody is answered under ${publicUrl.host}: only names of this machine are`,
      'set AUTH=on, or unset PUBLIC_URL',
    );
  if (auth === 'on' && publicUrl === null)
    return warn(
      'PUBLIC_URL is not set: invitations name localhost, and cookies are kept to it',
      'set PUBLIC_URL to where browsers reach Apiscope',
    );
  if (auth === 'on' && isPublic && publicUrl.protocol === 'http:')
    return warn(
      'PUBLIC_URL is plain http: passwords and sessions can be read on the way',
      'put TLS in front, and name https in PUBLIC_URL',
    );
  return ok(`AUTH=${auth} on ${host}${publicUrl === null ? '' : `, reached as ${publicUrl.origin}`}`);
}

/** Whether forwarded addresses are believed of whom they should be. */
export function checkProxies({ env, host }: Machine): Outcome {
  const entries = (env.TRUSTED_PROXIES ?? '').split(',').flatMap((entry) => entry.trim() || []);
  try {
    createCidrSet(entries);
  } catch {
    return skip('not checked: TRUSTED_PROXIES is not understood');
  }
  const widest = entries.filter((entry) => !(entry.toLowerCase() in addressRanges) && lengthOf(entry) < 8);
  if (widest.length > 0)
    return fail(
      `TRUSTED_PROXIES believes ${widest.join(', ')}, so nearly anybody may claim any address`,
      'name the addresses of the proxies alone',
    );
  const isBehindTls = env.PUBLIC_URL?.startsWith('https:') ?? false;
  if (entries.length === 0 && isBehindTls)
    return warn(
      'PUBLIC_URL is https, so a proxy is in front, and TRUSTED_PROXIES names none: every client has its address',
      `set TRUSTED_PROXIES to the address it comes from${isLoopback(host) ? ', loopback where it runs here' : ''}`,
    );
  return ok(entries.length === 0 ? 'no proxy is believed' : `believed: ${entries.join(', ')}`);
}

function lengthOf(entry: string): number {
  const [address, length] = entry.split('/');
  return length === undefined ? (address!.includes(':') ? 128 : 32) : Number(length);
}

function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '');
  return name === 'localhost' || createCidrSet(['loopback']).has(name);
}
