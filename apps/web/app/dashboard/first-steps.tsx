import { Radio } from 'lucide-react';
import { CommandLine } from '../ui/command-line.tsx';
import { WatchService } from './watch-service.tsx';

/** What a newcomer sees before there is any data: four ways to get some, and what to watch a service with. It goes away by itself. */
export function FirstSteps({ origin, now }: { origin: string; now: number }) {
  const steps = [
    { title: 'See it live: let Apiscope call its own API', commands: ['npm run traffic'] },
    {
      title: 'Import a log file: combined access logs, OpenStack, plain text or JSON lines',
      commands: ['npm run import -- FILE'],
    },
    { title: 'Send a log line', commands: [sendLog(origin)] },
    { title: 'Report requests of your own service', commands: [sendRequest(origin, now)] },
  ];
  return (
    <section
      aria-labelledby="first-steps"
      data-testid="first-steps"
      className="rounded-lg border border-line bg-surface p-6"
    >
      <div className="flex items-center gap-3">
        <span className="grid size-10 place-items-center rounded-full bg-accent-soft text-accent">
          <Radio aria-hidden className="size-5" />
        </span>
        <div>
          <h2 id="first-steps" className="text-base font-semibold">
            Waiting for the first request
          </h2>
          <p className="text-[13px] text-muted">
            Nothing has been recorded yet. Run one of these in a terminal; this page fills by itself.
          </p>
        </div>
      </div>
      <ol className="mt-5 grid gap-4 lg:grid-cols-2">
        {steps.map(({ title, commands }, index) => (
          <li key={title} className="min-w-0">
            <h3 className="mb-1.5 flex gap-2 text-[13px] font-medium">
              <span className="text-faint">{index + 1}</span>
              {title}
            </h3>
            {commands.map((command) => (
              <CommandLine key={command} command={command} />
            ))}
          </li>
        ))}
      </ol>
      <WatchService origin={origin} />
    </section>
  );
}

function sendLog(origin: string): string {
  const body = JSON.stringify({ source: 'shell', level: 'info', message: 'hello from curl' });
  return `curl ${origin}/logs -H 'content-type: application/json' -d '${body}'`;
}

function sendRequest(origin: string, now: number): string {
  const timestamp = new Date(now).toISOString();
  const request = { timestamp, method: 'GET', path: '/orders/42', statusCode: 200, duration: 12.5 };
  const body = JSON.stringify({ batchId: 'BATCH', service: 'shop', requests: [request] });
  return `curl ${origin}/ingest/requests -H 'content-type: application/json' -d '${body.replace('BATCH', `'$(uuidgen)'`)}'`;
}
