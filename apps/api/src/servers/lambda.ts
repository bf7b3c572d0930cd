import { systemClock } from '@apiscope/core/clock';
import { randomId } from '@apiscope/core/ids';
import pino from 'pino';
import { createApp } from '../app.ts';
import { readFunctionEnv } from '../env.ts';
import { findWeb } from '../find-file.ts';
import { openDeps } from '../open-deps.ts';
import { createHandlers } from './lambda/create-handlers.ts';
import { serveWeb } from './serve-web.ts';

/** A function answers one request at a time, and there may be hundreds of it. */
const maxConnections = 2;

const { deps } = await openDeps(readFunctionEnv(), {
  clock: systemClock,
  newId: randomId,
  stdout: pino.destination({ dest: 1, sync: true }),
  maxConnections,
});
const app = createApp(deps);
serveWeb(app, findWeb());
const { streaming, buffered } = createHandlers(app, deps);

/** Handler of a function URL that streams. @public */
export const handler = awslambda.streamifyResponse(streaming);
/** Handler behind API Gateway, payload 2.0. @public */
export { buffered };
