import { fillSnippet } from '@apiscope/core/snippets/fill-snippet';
import { sdkSnippets } from '@apiscope/core/snippets/sdk-snippets';
import { useState } from 'react';
import { CommandLine } from '../ui/command-line.tsx';

/** What a service of the user's own is watched with: the lines for each framework, ready to be copied. */
export function WatchService({ origin }: { origin: string }) {
  const snippets = [
    ...sdkSnippets.map(({ code, ...rest }) => ({
      ...rest,
      code: fillSnippet(code, { url: origin, service: 'shop' }).trim(),
    })),
    { id: 'opentelemetry', title: 'OpenTelemetry', code: openTelemetry(origin) },
  ];
  const [chosen, choose] = useState(snippets[0]!.id);
  const shown = snippets.find(({ id }) => id === chosen);
  return (
    <section aria-labelledby="watch-service" data-testid="watch-service" className="mt-6">
      <h3 id="watch-service" className="text-[13px] font-medium">
        Watch a service of your own
      </h3>
      <div className="mt-2 flex flex-wrap gap-1">
        {snippets.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            aria-pressed={id === chosen}
            onClick={() => choose(id)}
            className="rounded-md border border-line px-2.5 py-1 text-xs text-muted hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
          >
            {title}
          </button>
        ))}
      </div>
      <div className="mt-2">{shown && <CommandLine command={shown.code} />}</div>
    </section>
  );
}

/** An app that is started under OpenTelemetry's own instrumentation; no line of it changes. */
function openTelemetry(origin: string): string {
  return [
    'OTEL_SERVICE_NAME=shop \\',
    `OTEL_EXPORTER_OTLP_ENDPOINT=${origin} \\`,
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf \\',
    'OTEL_LOGS_EXPORTER=otlp \\',
    'node --require @opentelemetry/auto-instrumentations-node/register server.js',
  ].join('\n');
}
