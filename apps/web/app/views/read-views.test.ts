import { TRPCClientError } from '@trpc/client';
import { expect, it } from 'vitest';
import type { Api } from '../api/api.server.ts';
import { readViews } from './read-views.server.ts';

const apiThatThrows = (error: unknown) =>
  ({ views: { list: { query: () => Promise.reject(error) } } }) as unknown as Api;

it('a page stands without its views, and says why they are missing', async () => {
  const none = { views: [], total: 0 };
  expect(await readViews(apiThatThrows(new TypeError('fetch failed')), 'logs')).toEqual({
    ...none,
    problem: 'Apiscope’s API does not answer.',
  });
  const refused = TRPCClientError.from({
    error: {
      message: 'try again shortly',
      code: -32603,
      data: { code: 'SERVICE_UNAVAILABLE', httpStatus: 503 },
    },
  });
  expect(await readViews(apiThatThrows(refused), 'jobs')).toEqual({ ...none, problem: 'try again shortly' });
});
