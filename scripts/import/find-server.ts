import { type ApiClientOptions, createApiClient, ServerAwayError } from './api-client.ts';
import { RefusedError } from './send-block.ts';

/** Asks the server at a URL who it is, for three seconds at most. @throws RefusedError that says what to do when none answers. */
export async function findServer({ url, key }: Pick<ApiClientOptions, 'url' | 'key'>): Promise<unknown> {
  const api = createApiClient({ url, key, patience: 3_000 });
  const { status, data, error } = await api.request('GET', '/info').catch((failure: unknown) => {
    if (!(failure instanceof ServerAwayError)) throw failure;
    throw new RefusedError(
      `no Apiscope answers at ${url} (${failure.message.split(': ').at(-1)}); start it with npm start, or name it with --url`,
    );
  });
  if (error) throw new RefusedError(`no Apiscope answers at ${url}: ${error.message} (status ${status})`);
  return data;
}
