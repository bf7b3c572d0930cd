import { redacted } from '../redact/rules.ts';
import type { CurlCommand } from './curl-schema.ts';
import { harUrl } from './har-url.ts';
import type { WholeSnapshot } from './schema.ts';

type CapturedRequest = Pick<
  WholeSnapshot,
  'service' | 'method' | 'path' | 'query' | 'headers' | 'body' | 'bodyInfo' | 'redactedPaths'
>;

/** Headers that curl makes anew for its own connection, or that belong to the one the request came over. */
const dropped =
  /^(?:host|content-length|connection|keep-alive|proxy-connection|transfer-encoding|te|trailer|upgrade|http2-settings|expect)$/i;
const token = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * A captured request as a curl command for POSIX shells (sh, bash, zsh): each argument is quoted whole, so nothing of the request is read
 * by the shell. In place of a redacted header or query value stands a variable, `"$AUTHORIZATION"`; in a body, and where a body was not
 * kept whole, `<needs a value: body.card.number>`.
 */
export function toCurl(snapshot: CapturedRequest): CurlCommand {
  const needs = createNeeds();
  const url = quoteUrl(snapshot, needs);
  const method = snapshot.method.toUpperCase();
  const isHead = method === 'HEAD';
  const headers = quoteHeaders(snapshot, needs);
  const body = isHead ? null : bodyOf(snapshot, needs);
  const hasType = snapshot.headers['content-type'] !== undefined;
  const lines = [
    `curl ${options(url)}${url}`,
    ...(isHead ? ['--head'] : method === 'GET' && body === null ? [] : [`--request ${quote(method)}`]),
    ...headers,
    // Else curl would say that it is a form.
    ...(body !== null && !hasType ? [`--header ${quote('content-type:')}`] : []),
    ...(body === null ? [] : [`--data-raw ${quote(body)}`]),
    ...(snapshot.headers['accept-encoding'] === undefined ? [] : ['--compressed']),
  ];
  return { command: lines.join(' \\\n  '), needsValue: needs.list };
}

/** What curl would otherwise read into an address: ranges in brackets and braces, and steps up. */
function options(url: string): string {
  const globs = /[[\]{}]/.test(url) ? '--globoff ' : '';
  return /\/\.{1,2}(?:[/?']|$)/.test(url) ? `${globs}--path-as-is ` : globs;
}

type Needs = ReturnType<typeof createNeeds>;

function createNeeds() {
  const list: CurlCommand['needsValue'] = [];
  const taken = new Set<string>();
  return {
    list,
    /** A variable of its own for a place, quoted so that its value stays one word. */
    variable(path: string): string {
      const name = path
        .replace(/^headers\./, '')
        .replace(/\W+/g, '_')
        .toUpperCase();
      const base = /^[A-Z_]/.test(name) ? name : `_${name}`;
      let free = base;
      for (let number = 2; taken.has(free); number++) free = `${base}_${number}`;
      taken.add(free);
      list.push({ path, placeholder: `$${free}` });
      return `"$${free}"`;
    },
    literal(path: string): string {
      const placeholder = `<needs a value: ${path}>`;
      if (!list.some((one) => one.placeholder === placeholder)) list.push({ path, placeholder });
      return placeholder;
    },
  };
}

function quoteUrl(snapshot: CapturedRequest, needs: Needs): string {
  const marker = encodeURIComponent(redacted);
  const inPath = harUrl({ ...snapshot, query: {} })
    .split(marker)
    .slice(1);
  const inQuery = Object.entries(snapshot.query).flatMap(([name, values]) =>
    [values].flat().flatMap((value) =>
      `${name}=${value}`
        .split(redacted)
        .slice(1)
        .map(() => `query.${name}`),
    ),
  );
  const places = [...inPath.map(() => 'path'), ...inQuery];
  return quoteWithout(harUrl(snapshot), marker, () => needs.variable(places.shift() ?? 'query'));
}

function quoteHeaders({ headers }: CapturedRequest, needs: Needs): string[] {
  return Object.entries(headers)
    .filter(([name]) => token.test(name) && !dropped.test(name))
    .flatMap(([name, values]) =>
      [values].flat().map((each) => {
        const value = each.replace(/[\r\n]+/g, ' ').trim();
        if (value === '') return `--header ${quote(`${name};`)}`;
        return `--header ${quoteWithout(`${name}: ${value}`, redacted, () => needs.variable(`headers.${name}`))}`;
      }),
    );
}

function bodyOf({ body, bodyInfo, redactedPaths }: CapturedRequest, needs: Needs): string | null {
  if (bodyInfo?.truncated || bodyInfo?.omitted) return needs.literal('body');
  if (body === null) return null;
  const parts = body.split(redacted);
  if (parts.length === 1) return body;
  const paths = redactedPaths.filter((path) => path === 'body' || path.startsWith('body.'));
  // Which is which is only known where there is one for each.
  const names = paths.length === parts.length - 1 && paths.length === 1 ? paths : null;
  return parts.reduce((text, part, index) => text + needs.literal(names?.[index - 1] ?? 'body') + part);
}

/** Quotes a text but for a marker, in whose place something stands that the shell reads. */
function quoteWithout(text: string, marker: string, stand: () => string): string {
  const parts = text.split(marker).map((part) => (part === '' ? '' : quote(part)));
  return parts.length === 1 ? quote(text) : parts.reduce((all, part) => all + stand() + part);
}

/** One word of a POSIX shell, whatever it holds: within single quotes nothing has a meaning but their end. */
function quote(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", `'\\''`)}'`;
}
