import type { Read } from '../api/api.server.ts';

/** Reads one trace. @throws Response 404 for an id that no trace can have */
export async function loadTrace({ api, route }: Read) {
  const { traceId = '' } = route;
  if (!/^[0-9a-f]{32}$/i.test(traceId))
    throw Response.json({ message: 'A trace id has 32 hexadecimal digits.' }, { status: 404 });
  return { trace: await api.traces.get.query({ traceId }) };
}
