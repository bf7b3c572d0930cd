import type { HeaderMap } from '@apiscope/core/replay/schema';

/** Why a status of HTTP is no answer to go on with; null when it is one. */
export function explainStatus(statusCode: number, headers: HeaderMap): string | null {
  if (statusCode >= 200 && statusCode < 300) return null;
  const header = (name: string) => [headers[name] ?? []].flat()[0];
  if (statusCode === 401) {
    const wants = header('www-authenticate');
    return `the server asks who is calling (401)${wants ? `: ${wants.slice(0, 500)}` : ''}; give an auth header, or a better one`;
  }
  if (statusCode === 403) return 'the server refuses this caller (403): the auth header may not do this';
  if (statusCode >= 300 && statusCode < 400)
    return `the server redirects (${statusCode}) to ${header('location')?.slice(0, 500) ?? 'nowhere'}; redirects are not followed, so give the address itself`;
  if (statusCode === 404) return 'nothing is served there (404), or the session is not known';
  if (statusCode === 429) {
    const after = header('retry-after');
    return `the server takes no more for now (429)${after ? `; try again in ${after.slice(0, 50)} s` : ''}`;
  }
  return `the server answered with status ${statusCode}`;
}
