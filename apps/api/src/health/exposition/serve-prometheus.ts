import { AppError } from '@apiscope/core/errors';
import { createCidrSet } from '@apiscope/core/geo/cidr-set';
import { badParameters } from '@apiscope/core/search/parse';
import type { Hono } from 'hono';
import { requireAccess } from '../../access/require-access.ts';
import type { Deps } from '../../deps.ts';
import type { AppContext, AppEnv } from '../../http/app-env.ts';
import { clientOf } from '../../http/client-of.ts';
import { createExposition } from './create-exposition.ts';
import { prometheusPath } from './prometheus-path.ts';

const thisMachine = createCidrSet(['loopback']);

/** Serves `GET /internal/prometheus`: how Apiscope itself is doing, to who may read; while `AUTH=off`, to this machine alone. */
export function servePrometheus(app: Hono<AppEnv>, deps: Deps): void {
  const expose = createExposition(deps);
  app.get(prometheusPath, async (c) => {
    c.set('route', prometheusPath);
    requireAccess(c.var.actor, 'read');
    const unknown = [...new URL(c.req.url).searchParams.keys()];
    if (unknown.length > 0)
      throw badParameters(unknown.map((path) => ({ path, message: 'unknown parameter' })));
    if (deps.settings.auth === 'off') requireThisMachine(c, deps);
    const { text, contentType } = await expose();
    return c.body(text, 200, { 'content-type': contentType, 'cache-control': 'no-store' });
  });
}

function requireThisMachine(c: AppContext, { settings }: Deps): void {
  const client = clientOf(c, settings);
  if (client === null || !thisMachine.has(client))
    throw new AppError('FORBIDDEN', 'while AUTH=off this is told to this machine alone');
}
