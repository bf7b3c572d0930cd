import { useSearchParams } from '@remix-run/react';
import { useState } from 'react';
import type { Connection } from './connect-form.tsx';
import { readServerParams, writeServerParams } from './server-params.ts';
import { useDebug } from './use-debug.ts';

/** A server that is talked to: its address and tool are those of the page, the auth header is known to nobody else. */
export function useConnection() {
  const [params, setParams] = useSearchParams();
  const inAddress = readServerParams(params);
  const [connection, setConnection] = useState<Connection>({
    url: inAddress.url,
    headerName: 'Authorization',
    headerValue: '',
  });
  const debug = useDebug();

  const ask = (tool?: { name: string; args: Record<string, unknown> }) => {
    const { url, headerName, headerValue } = connection;
    choose(tool?.name ?? inAddress.tool);
    void debug.ask({
      url,
      ...(headerValue !== '' && { authHeader: { name: headerName, value: headerValue } }),
      ...(tool && { tool: tool.name, arguments: tool.args }),
    });
  };
  const choose = (tool: string) =>
    setParams((before) => writeServerParams(before, { url: connection.url, tool }), {
      replace: true,
      preventScrollReset: true,
    });
  return { ...debug, connection, setConnection, tool: inAddress.tool, choose, ask };
}
