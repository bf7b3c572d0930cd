import { debugLimits } from '@apiscope/core/mcp/debug-schema';
import { Plug } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';

/** A server, and the header that proves who asks. The value is kept by this page alone and ends with it. */
export type Connection = { url: string; headerName: string; headerValue: string };

type ConnectFormProps = {
  connection: Connection;
  onChange: (connection: Connection) => void;
  onConnect: () => void;
  isRunning: boolean;
  /** Whether the server has asked who is calling. */
  wantsAuth: boolean;
};

const field = 'mt-1 h-8 w-full min-w-0 rounded-md border border-line bg-canvas px-2 font-mono text-xs';

/** Asks for the address of an MCP server and, if need be, for a header. */
export function ConnectForm({ connection, onChange, onConnect, isRunning, wantsAuth }: ConnectFormProps) {
  const [isOpen, setIsOpen] = useState(false);
  const change = (part: Partial<Connection>) => onChange({ ...connection, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onConnect();
  };
  return (
    <form onSubmit={submit} className="space-y-3 text-[13px]" autoComplete="off">
      <div className="flex flex-wrap items-end gap-2">
        <label className="block min-w-0 flex-1 basis-64">
          <span className="text-muted">Address of an MCP server</span>
          <input
            type="url"
            required
            value={connection.url}
            maxLength={debugLimits.url}
            placeholder="https://tools.example.com/mcp"
            spellCheck={false}
            onChange={(event) => change({ url: event.currentTarget.value })}
            className={field}
          />
        </label>
        <Button type="submit" tone="primary" needs="operate" disabled={isRunning}>
          <Plug aria-hidden className="size-3.5" />
          {isRunning ? 'Connecting…' : 'Connect'}
        </Button>
      </div>
      <details open={isOpen || wantsAuth} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary className="text-muted">
          Auth header{connection.headerValue !== '' && ': will be sent'}
        </summary>
        <div className="mt-2 grid gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
          <label className="block min-w-0">
            <span className="text-muted">Name</span>
            <input
              value={connection.headerName}
              spellCheck={false}
              onChange={(event) => change({ headerName: event.currentTarget.value })}
              className={field}
            />
          </label>
          <label className="block min-w-0">
            <span className="text-muted">Value</span>
            <input
              // Without a value of ours: React would write it into the document.
              type="password"
              autoComplete="new-password"
              maxLength={debugLimits.headerValue}
              placeholder="Bearer …"
              onChange={(event) => change({ headerValue: event.currentTarget.value })}
              className={field}
            />
          </label>
        </div>
        <p className="mt-1 text-xs text-faint">Neither stored nor shown: masked wherever it comes back.</p>
      </details>
    </form>
  );
}
