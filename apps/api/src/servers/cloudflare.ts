import { systemClock } from '@apiscope/core/clock';
import { randomId } from '@apiscope/core/ids';
import type { Fetch } from './cloudflare/create-fetch.ts';

/** What the platform keeps of a Worker is what it writes to the console; a line of JSON is found by its fields there. */
const stdout = {
  // biome-ignore lint/suspicious/noConsole: there is no other way out.
  write: (line: string) => console.log(line.trimEnd()),
};

let serve: Fetch | undefined;

/** The program is evaluated by the first request, which has seconds for it: what a Worker does to start is limited to one. */
const fetch: Fetch = async (request, bindings, context) => {
  const { createFetch } = await import('./cloudflare/create-fetch.ts');
  serve ??= createFetch({ clock: systemClock, newId: randomId, stdout });
  return serve(request, bindings, context);
};

/** Entry of a Worker. @public */
export default { fetch };
