import type { PreviewInput, Sink } from '@apiscope/core/redact/preview-schema';
import type { OwnRules } from '@apiscope/core/redact/rules-schema';
import { EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../ui/badge.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { MarkedText } from './marked-text.tsx';
import { parseExchange } from './parse-exchange.ts';
import { usePreview } from './use-preview.ts';

const sources = { request: 'A request', text: 'A log line', snapshot: 'A captured request' } as const;
type Source = keyof typeof sources;

const sinkNames: Record<Sink, string> = {
  snapshot: 'Snapshot',
  log: 'Log: message and meta',
  pattern: 'Pattern',
  embedding: 'Embedding',
  csv: 'Export, CSV',
  ndjson: 'Export, NDJSON',
  har: 'Export, HAR',
  stream: 'Live stream',
  job: 'Job payload',
};

/** Shows what each sink would keep of something that is pasted, by the rules as they are typed. */
export function PreviewPane({ rules }: { rules: OwnRules }) {
  const [source, setSource] = useState<Source>('request');
  const [request, setRequest] = useState('');
  const [response, setResponse] = useState('');
  const [text, setText] = useState('');
  const [id, setId] = useState('');
  const asked = askedFor({ source, request, response, text, id });
  const { preview, problem, isLoading } = usePreview(asked && { ...asked, rules });
  return (
    <Card title="Preview" note="with the rules as typed; nothing is stored">
      <div className="space-y-3 px-4 pb-4 pt-2 text-[13px]">
        <label className="block">
          <span className="text-muted">Of</span>
          <select
            value={source}
            onChange={(event) => setSource(event.currentTarget.value as Source)}
            className="ml-2 h-8 rounded-md border border-line bg-canvas px-2"
          >
            {Object.entries(sources).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {source === 'request' && (
          <>
            <Pasted label="Request" value={request} onChange={setRequest} example={requestExample} />
            <Pasted
              label="Response, if any"
              value={response}
              onChange={setResponse}
              example={'HTTP/1.1 200 OK'}
            />
          </>
        )}
        {source === 'text' && (
          <Pasted
            label="Message, or JSON"
            value={text}
            onChange={setText}
            example="login failed password=…"
          />
        )}
        {source === 'snapshot' && (
          <label className="block">
            <span className="text-muted">Id of the captured request</span>
            <input
              inputMode="numeric"
              value={id}
              onChange={(event) => setId(event.currentTarget.value)}
              className="mt-1 h-8 w-full rounded-md border border-line bg-canvas px-2 tabular-nums"
            />
          </label>
        )}
        <div aria-live="polite" aria-busy={isLoading} className={isLoading ? 'opacity-60' : ''}>
          {problem !== null && (
            <Notice tone="bad" role="alert">
              {problem}
            </Notice>
          )}
          {problem === null && preview === null && (
            <EmptyState icon={EyeOff} title={isLoading ? 'Looking…' : 'Nothing to show yet'}>
              <p>
                Paste a request, a log line, or name a captured request: here is what each sink would keep of
                it.
              </p>
            </EmptyState>
          )}
          {preview !== null && (
            <div className="space-y-3" data-testid="preview">
              <p className="flex flex-wrap gap-1">
                {preview.redactedPaths.length === 0 && <Badge>nothing is redacted</Badge>}
                {preview.redactedPaths.map((path) => (
                  <Badge key={path} tone="warn">
                    {path}
                  </Badge>
                ))}
              </p>
              {preview.sinks.map(({ sink, kept }) => (
                <section key={sink} aria-label={sinkNames[sink]} className="rounded-md border border-line">
                  <h3 className="border-b border-line px-3 py-1 text-xs font-semibold text-faint">
                    {sinkNames[sink]}
                  </h3>
                  <div className="px-3 py-2">
                    <MarkedText text={kept} />
                  </div>
                </section>
              ))}
            </div>
          )}
        </div>
      </div>
    </Card>
  );
}

const requestExample =
  'POST /login?next=/\nAuthorization: Bearer …\nContent-Type: application/json\n\n{"password":"…"}';

type Typed = { source: Source; request: string; response: string; text: string; id: string };

function askedFor({ source, request, response, text, id }: Typed): PreviewInput | null {
  if (source === 'text') return text.trim() === '' ? null : { text };
  if (source === 'snapshot') return /^[1-9]\d{0,14}$/.test(id.trim()) ? { snapshot: Number(id) } : null;
  return request.trim() === '' ? null : { exchange: parseExchange(request, response) };
}

function Pasted(props: { label: string; value: string; example: string; onChange: (text: string) => void }) {
  return (
    <label className="block">
      <span className="text-muted">{props.label}</span>
      <textarea
        rows={4}
        spellCheck={false}
        autoComplete="off"
        value={props.value}
        placeholder={props.example}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        className="mt-1 w-full rounded-md border border-line bg-canvas px-2 py-1.5 font-mono text-xs"
      />
    </label>
  );
}
