import { PassThrough } from 'node:stream';
import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from '@remix-run/node';
import { RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { NonceContext } from './shell/nonce-context.ts';

/** Longest that a page may take to be rendered, ms. */
const abortDelay = 5_000;

/**
 * Renders a page, streamed as its parts come; whole for what does not run scripts. Its inline scripts carry the nonce of the host, whose
 * content policy lets no other run.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { nonce: given }: AppLoadContext,
): Promise<Response> {
  const nonce = typeof given === 'string' ? given : undefined;
  const isWhole = isbot(request.headers.get('user-agent') ?? '') || remixContext.isSpaMode;
  let code = status;
  return new Promise((resolve, reject) => {
    let isSent = false;
    const send = () => {
      isSent = true;
      const body = new PassThrough();
      headers.set('content-type', 'text/html; charset=utf-8');
      resolve(new Response(createReadableStreamFromReadable(body), { headers, status: code }));
      pipe(body);
    };
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <RemixServer
          context={remixContext}
          url={request.url}
          abortDelay={abortDelay}
          {...(nonce && { nonce })}
        />
      </NonceContext.Provider>,
      {
        ...(nonce && { nonce }),
        [isWhole ? 'onAllReady' : 'onShellReady']: send,
        onShellError: reject,
        onError(error) {
          code = 500;
          // Before anything is sent the failure is thrown, and told of there.
          if (isSent) console.error(error);
        },
      },
    );
    setTimeout(abort, abortDelay + 1_000).unref();
  });
}
