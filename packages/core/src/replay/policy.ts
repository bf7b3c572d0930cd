import type { TargetLock } from './target-schema.ts';

/** Sections of an API, and routers of tRPC in lower case, that are never replayed: they replay, take in, run jobs, let in, or decide what is a secret. */
const blockedSections = new Set([
  'replay',
  'ingest',
  'worker',
  'auth',
  'keys',
  'members',
  'invitations',
  'mcp',
  'mcp-debug',
  'mcpdebug',
  'redaction',
  'targets',
]);
/** Kinds that OTLP takes in under `/v1`. */
const otlp = new Set(['logs', 'traces', 'metrics']);
/** Times that a path is decoded; one that still changes after these is refused. */
const maxDecodings = 8;

/** Methods that change nothing by their definition (RFC 9110, 9.2.1) and can be sent by every client. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a method changes nothing, so that it may be sent again without being confirmed. */
export function isSafeMethod(method: string): boolean {
  return safeMethods.has(method.toUpperCase());
}

/** Says why a method is not sent to a target with this lock; null when it is. `none` stands for no target too. */
export function refuseMethod(method: string, lock: TargetLock): string | null {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,31}$/.test(method)) return 'its method is not one that can be sent';
  if (/^(?:CONNECT|TRACE|TRACK)$/i.test(method)) return `${method.toUpperCase()} is never sent`;
  if (lock === 'all') return 'the target is locked: nothing is sent to it';
  if (lock === 'unsafe' && !isSafeMethod(method))
    return 'the target is locked for methods other than GET, HEAD and OPTIONS';
  return null;
}

/**
 * Says why the path of a captured request can't be trusted with choosing where a request goes; null when it can. A path is refused that
 * names a host, climbs, hides dots or slashes in percent-encoding, or holds what proxies and servers read differently.
 */
export function refusePath(path: string): string | null {
  if (!path.startsWith('/')) return 'its path does not begin with a slash';
  const forms = decodings(path);
  if (forms === null) return 'its path is percent-encoded over and over';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (forms.some((form) => /[\x00-\x1f\x7f\u2028\u2029\p{Surrogate}]/u.test(form)))
    return 'its path holds a control character';
  if (forms.some((form) => form.includes('\\'))) return 'its path holds a backslash';
  if (forms.some((form) => form.startsWith('//')))
    return 'its path begins with two slashes, which name a host';
  if (forms.some((form) => /(?:^|\/)\.{1,2}(?:[/;?#]|$)/.test(form)))
    return 'its path holds . or .. as a segment';
  if (forms.some((form) => /%2e/i.test(form))) return 'its path holds an encoded dot';
  if (forms.some((form) => /%2f/i.test(form))) return 'its path holds an encoded slash';
  if (/[?#]/.test(path)) return 'its path holds ? or #';
  return null;
}

/**
 * Says why an endpoint is never replayed; null when it may be. Routes are compared as the most lenient server would read them: decoded
 * again and again, without case, empty segments, dots, path parameters, a trailing slash or `/api` and `/v1` before them. Procedures
 * of tRPC count as their REST routes do, in a batch each one.
 */
export function refuseEndpoint({ method, path }: { method: string; path: string }): string | null {
  const forms = decodings(path);
  if (forms === null) return 'its path is percent-encoded over and over';
  for (const form of forms) {
    const segments = segmentsOf(form);
    const section = blockedSection(method, segments);
    if (section !== null) return `${section} is never replayed`;
  }
  return null;
}

function blockedSection(method: string, all: readonly string[]): string | null {
  if (all[0] === 'api') return blockedSection(method, all.slice(1));
  const [first = '', second = ''] = all;
  if (first === 'v1' && otlp.has(second)) return `/v1/${second}`;
  if (/^v\d+$/.test(first)) return blockedSection(method, all.slice(1));
  if (first === 'trpc') return blockedProcedure(all.slice(1).join('/'));
  if (blockedSections.has(first)) return `/${first}`;
  if (first === 'import' && second === 'har') return '/import/har';
  return first === 'logs' && !isSafeMethod(method) ? `${method.toUpperCase()} /logs` : null;
}

function blockedProcedure(names: string): string | null {
  for (const name of names.split(',')) {
    const [router = '', procedure = ''] = name.trim().split('.');
    const takesIn =
      (router === 'logs' && procedure === 'create') || (router === 'import' && procedure === 'har');
    if (blockedSections.has(router) || takesIn) return `procedure ${name.trim().slice(0, 100)}`;
  }
  return null;
}

/** Segments of a path as the most lenient server would see them. */
function segmentsOf(path: string): string[] {
  const kept: string[] = [];
  for (const segment of path
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[?#].*$/s, '')
    .split(/[/\\]/)) {
    const name = segment.replace(/;.*$/s, '').replace(/\s+/g, '');
    if (name === '..') kept.pop();
    else if (name !== '' && name !== '.') kept.push(name);
  }
  return kept;
}

/** The path and what decoding makes of it, again and again; null when that does not come to an end. */
function decodings(path: string): string[] | null {
  const forms = [path];
  for (let n = 0; n <= maxDecodings; n++) {
    const last = forms.at(-1)!;
    const next = decodeOnce(last);
    if (next === last) return forms;
    forms.push(next);
  }
  return null;
}

/** Decodes what can be: one broken sequence must not hide the others. */
function decodeOnce(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run.replace(/%([0-7][0-9a-f])/gi, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      );
    }
  });
}
