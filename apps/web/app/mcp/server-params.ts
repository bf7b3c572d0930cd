import { changeParams } from '../ui/change-params.ts';

/** Names of what is asked of which server, in the address of a page. */
const names = { url: 'mcp', tool: 'mcpTool' } as const;

export type ServerParams = { url: string; tool: string };

export function readServerParams(params: URLSearchParams): ServerParams {
  return { url: params.get(names.url) ?? '', tool: params.get(names.tool) ?? '' };
}

/** The parameters with another server and tool. What a URL has beside its path may be a secret and stays out of the address. */
export function writeServerParams(params: URLSearchParams, { url, tool }: ServerParams): URLSearchParams {
  return changeParams(params, { [names.url]: withoutSecrets(url), [names.tool]: tool });
}

function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, host, pathname } = new URL(url);
  return host === '' ? '' : `${protocol}//${host}${pathname}`;
}

/** Whether two addresses differ in the server and its tool alone, which no data of a page depends on. */
export function differsInServerOnly(before: URL, after: URL): boolean {
  if (before.pathname !== after.pathname || before.search === after.search) return false;
  const rest = ({ searchParams }: URL) =>
    changeParams(searchParams, { [names.url]: null, [names.tool]: null });
  return rest(before).toString() === rest(after).toString();
}
