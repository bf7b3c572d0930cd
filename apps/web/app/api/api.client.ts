import type { AppRouter } from '@apiscope/api/router';
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { signInPath } from '../access/sign-in-path.ts';
import { readProblem } from './api-problem.ts';

/** Goes to sign-in as soon as the API answers that nobody is signed in any more, a stream that ended with the session included. */
const signInLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({
        ...observer,
        error(error) {
          if (readProblem(error).code === 'UNAUTHORIZED')
            location.assign(signInPath(location.pathname + location.search));
          observer.error(error);
        },
      }),
    );

/** The API as the browser calls it: same origin, subscriptions as server-sent events. */
export const api = createTRPCClient<AppRouter>({
  links: [
    signInLink,
    splitLink({
      condition: ({ type }) => type === 'subscription',
      true: httpSubscriptionLink({ url: '/trpc' }),
      false: httpLink({ url: '/trpc' }),
    }),
  ],
});
