import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** What a tool answered, as a client of the official SDK sees it. */
export type ToolAnswer = {
  isError: boolean;
  /** The text that a model reads. */
  text: string;
  /** The structured answer, checked by the client against the schema of the tool. */
  data: Record<string, unknown>[] & Record<string, unknown>;
  metadata: { total: number; nextCursor: string | null };
  note: string | null;
};

/** Connects the official client to an MCP server. */
export async function openMcpClient(url: string, headers: Record<string, string> = {}) {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return {
    client,
    async call(name: string, args: Record<string, unknown> = {}): Promise<ToolAnswer> {
      const {
        isError = false,
        content,
        structuredContent,
      } = await client.callTool({ name, arguments: args });
      const [{ text }] = content as [{ text: string }];
      return {
        isError: Boolean(isError),
        text,
        ...(structuredContent as Omit<ToolAnswer, 'isError' | 'text'>),
      };
    },
    close: () => client.close(),
  };
}
