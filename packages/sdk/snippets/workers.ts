import { type Apiscope, createApiscope } from '@apiscope/sdk';
import { withApiscope } from '@apiscope/sdk/fetch';

type Env = { APISCOPE_KEY: string };
type Context = { waitUntil(promise: Promise<unknown>): void };

let apiscope: Apiscope | undefined;

async function handle(request: Request, _env: Env, _context: Context): Promise<Response> {
  return new Response(`hello from ${new URL(request.url).pathname}`);
}

export default {
  fetch(request: Request, env: Env, context: Context): Promise<Response> {
    apiscope ??= createApiscope({
      url: 'https://apiscope.example.com',
      key: env.APISCOPE_KEY,
      service: 'my-service',
    });
    return withApiscope(apiscope, handle)(request, env, context);
  },
};
