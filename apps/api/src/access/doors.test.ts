import { grantedBy, type Scope, scopes } from '@apiscope/core/access/schema';
import type { AnyProcedure } from '@trpc/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../app.ts';
import { exportRoutes } from '../export/export-routes.ts';
import { listRestRoutes } from '../http/list-rest-routes.ts';
import { honoPath } from '../http/serve-rest.ts';
import { appRouter } from '../router.ts';
import { serveWeb } from '../servers/serve-web.ts';
import { fakeDeps } from '../testing/fake-deps.ts';
import type { Access, ProcedureMeta } from '../trpc/meta.ts';
import { anybody, nobody } from './actor.ts';

/** Procedures that anybody may call. What those of `auth` and `session` need is a session, which no key is. */
const publicProcedures = [
  'auth.changePassword',
  'auth.endSession',
  'auth.invitation',
  'auth.sessions',
  'auth.signIn',
  'auth.signOut',
  'auth.signOutEverywhere',
  'auth.signUp',
  'health.check',
  'health.live',
  'health.ready',
  'info.get',
  'session.get',
];

/** Who may pass the doors that no procedure and no export stands behind. */
const otherDoors: Record<string, Access> = {
  'GET /doc': 'public',
  'GET /reference': 'public',
  'GET /reference/scalar.js': 'public',
  // Throws whoever comes.
  'GET /error': 'public',
  'GET /internal/prometheus': 'read',
  'GET /logs/stream': 'read',
  'GET /metrics/stream': 'read',
  // Lines that come one after the other; a list of them is the procedure's.
  'POST /logs': 'ingest',
  'POST /v1/logs': 'ingest',
  'POST /v1/traces': 'ingest',
  'POST /v1/metrics': 'ingest',
  'POST /mcp': 'read',
};
/** What runs before doors and answers nothing itself, and pages, whose data come through the other doors. */
const passages = [
  'ALL /*',
  'ALL /api/v1/*',
  'ALL /assets/*',
  'ALL /favicon.ico',
  'ALL /favicon.svg',
  'ALL /trpc/*',
];

/** Neither parameter of any route nor input of any procedure. */
const nonsense = '{"nonsense":1}';
const callers = ['nobody', ...scopes] as const;
type Caller = (typeof callers)[number];

let app: App;
beforeAll(() => {
  const { deps } = fakeDeps({
    identify: async ({ headers }) => {
      const caller = headers.get('x-test-caller') as Caller;
      return caller === 'nobody'
        ? nobody()
        : { ...anybody, kind: 'key', name: `key:${caller}`, scopes: grantedBy([caller]) };
    },
  });
  app = createApp({ ...deps, settings: { ...deps.settings, auth: 'on' } });
  serveWeb(app, { files: '/nowhere', server: '/nowhere' });
});

const mayPass = (caller: Caller, access: Access) =>
  access === 'public' || (caller !== 'nobody' && grantedBy([caller as Scope]).has(access));

/** Asks for what no door understands: whoever is let in is told that, and nothing happens. */
async function ask(caller: Caller, method: string, path: string): Promise<number> {
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const response = await app.request(`${path}${hasBody ? '' : `?input=${encodeURIComponent(nonsense)}`}`, {
    method,
    headers: { 'x-test-caller': caller, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
    ...(hasBody ? { body: nonsense } : {}),
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  const status = isStream ? await readStatus(response) : response.status;
  if (!response.body?.locked) await response.body?.cancel();
  return status;
}

/** The status that a subscription of tRPC tells of in its first events. */
async function readStatus(response: Response): Promise<number> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    text += next.value;
    const status = /"httpStatus":(\d+)/.exec(text)?.[1];
    if (status) {
      await reader.cancel();
      return Number(status);
    }
  }
  return response.status;
}

/** Who a door lets in: everybody but those it answers 401, or 403 when it knows them. */
async function letIn(method: string, path: string): Promise<Caller[]> {
  const passed: Caller[] = [];
  for (const caller of callers) {
    const status = await ask(caller, method, path);
    const isRefused = status === (caller === 'nobody' ? 401 : 403);
    if (!isRefused) passed.push(caller);
  }
  return passed;
}

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyProcedure>).map(
  ([name, { _def }]) => ({ name, type: _def.type, access: (_def.meta as ProcedureMeta | undefined)?.access }),
);

/** What is registered at the app, by method and path. */
function registered(): string[] {
  return [...new Set(app.routes.map(({ method, path }) => `${method} ${path}`))];
}

describe('every door', () => {
  it('says who may pass it; the open ones are these', () => {
    expect(procedures.filter(({ access }) => access === undefined)).toEqual([]);
    const open = procedures.filter(({ access }) => access === 'public');
    expect(open.map(({ name }) => name).sort()).toEqual(publicProcedures);
  });

  it.each(procedures)('of tRPC lets in whom it should: $name', async ({ name, type, access }) => {
    const passed = await letIn(type === 'mutation' ? 'POST' : 'GET', `/trpc/${name}`);
    if (access === 'public') return;
    expect(passed).toEqual(callers.filter((caller) => mayPass(caller, access!)));
  });

  it('of the app lets in whom it should', async () => {
    const known = new Map<string, Access>([
      ...listRestRoutes(appRouter).map(
        ({ method, template, access }) => [`${method} ${honoPath(template)}`, access] as const,
      ),
      ...exportRoutes.map(({ template, access }) => [`GET ${template}`, access] as const),
      ...Object.entries(otherDoors),
    ]);
    const wrong: string[] = [];
    for (const door of registered()) {
      const [method, template] = door.split(' ') as [string, string];
      if (passages.includes(door)) continue;
      const path = template.replace(/:\w+/g, '7');
      if (method === 'ALL') {
        // What refuses the other methods of a door.
        if ((await ask('admin', 'OPTIONS', path)) !== 405) wrong.push(`${door} is open`);
        continue;
      }
      const access = known.get(door);
      const passed = await letIn(method, path);
      const should = access && callers.filter((caller) => mayPass(caller, access));
      if (!should)
        wrong.push(`${door} is not known: say here who may pass it (it lets in ${passed.join(', ')})`);
      else if (access !== 'public' && passed.join() !== should.join())
        wrong.push(`${door} lets in ${passed.join(', ')} instead of ${should.join(', ')}`);
    }
    expect(wrong).toEqual([]);
    expect(registered().length).toBeGreaterThan(150);
  });
});
