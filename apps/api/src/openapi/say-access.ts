import type { Access } from '../trpc/meta.ts';
import type { OperationObject } from './document.ts';

/** How a caller says who it is: a key in either header, or the cookie of a session. With `AUTH=off` nobody must. */
export const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key, `aps_…`' },
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'The same key' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'apiscope.session_token',
    description: 'Set by POST /auth/sign-in',
  },
} as const;

const anyOf = Object.keys(securitySchemes).map((name) => ({ [name]: [] }));

/** Makes an operation say who may call it. */
export function sayAccess(operation: OperationObject, access: Access): void {
  operation.security = access === 'public' ? [] : anyOf;
  if (access === 'public') return;
  const { description } = operation;
  const said = typeof description === 'string' && description !== '' ? `${description}\n\n` : '';
  operation.description = `${said}Needs the scope \`${access}\`.`;
}
