import { Play } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Notice } from '../ui/notice.tsx';
import { exampleArguments, listParameters } from './example-arguments.ts';
import type { ShownTool } from './use-debug.ts';

type ToolPanelProps = {
  tool: ShownTool;
  isRunning: boolean;
  onCall: (args: Record<string, unknown>) => void;
};

/** One tool: what it is for, what it takes, and a way to call it. */
export function ToolPanel({ tool, isRunning, onCall }: ToolPanelProps) {
  const [text, setText] = useState(() => JSON.stringify(exampleArguments(tool.inputSchema), null, 2));
  const parameters = listParameters(tool.inputSchema);
  const parsed = parseArguments(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed.value) onCall(parsed.value);
  };
  return (
    <form onSubmit={submit} className="space-y-3 px-4 py-3 text-[13px]" data-testid="mcp-tool">
      <div>
        <h3 className="font-semibold">{tool.title ?? tool.name}</h3>
        {tool.description && <p className="whitespace-pre-line break-words text-muted">{tool.description}</p>}
      </div>
      {parameters.length > 0 && (
        <dl className="grid max-h-56 grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 overflow-y-auto text-xs">
          {parameters.map(({ name, type, isRequired, about }) => (
            <div key={name} className="contents">
              <dt className="break-all font-mono">
                {name}
                {isRequired && <span className="text-bad">*</span>}
              </dt>
              <dd className="min-w-0 break-words text-muted">
                <span className="font-mono text-faint">{type}</span> {about}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <label className="block">
        <span className="text-muted">Arguments, as JSON</span>
        <textarea
          rows={Math.min(12, 2 + text.split('\n').length)}
          spellCheck={false}
          value={text}
          aria-invalid={parsed.problem !== null}
          onChange={(event) => setText(event.currentTarget.value)}
          className="mt-1 w-full rounded-md border border-line bg-canvas px-2 py-1.5 font-mono text-xs aria-invalid:border-bad"
        />
      </label>
      {parsed.problem !== null && <Notice tone="bad">{parsed.problem}</Notice>}
      <Button type="submit" tone="primary" needs="operate" disabled={isRunning || parsed.value === null}>
        <Play aria-hidden className="size-3.5" />
        {isRunning ? 'Calling…' : `Call ${tool.name}`}
      </Button>
      <details className="text-xs">
        <summary className="text-muted">Schemas</summary>
        <div className="mt-2 space-y-2">
          <JsonView value={tool.inputSchema ?? null} />
          {tool.outputSchema != null && <JsonView value={tool.outputSchema} />}
        </div>
      </details>
    </form>
  );
}

type Parsed = { value: Record<string, unknown>; problem: null } | { value: null; problem: string };

function parseArguments(text: string): Parsed {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as Record<string, unknown>, problem: null };
    return { value: null, problem: 'The arguments must be a JSON object.' };
  } catch (error) {
    return {
      value: null,
      problem: `That is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
