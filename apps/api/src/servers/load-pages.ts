import { pathToFileURL } from 'node:url';
import { createRequestHandler, type ServerBuild } from '@remix-run/node';

/** What the web app is given: the API, called in process, and what tells the inline scripts of a page from those that somebody slipped in. */
export type WebContext = { apiFetch: (request: Request) => Promise<Response>; nonce: string };

export type PageHandler = (request: Request, context: WebContext) => Promise<Response>;

/** Loads the module that renders pages. */
export async function loadPages(file: string): Promise<PageHandler> {
  const build = (await import(pathToFileURL(file).href)) as ServerBuild;
  return createRequestHandler(build, 'production');
}
