import { type ReactNode, useState } from 'react';
import { formatLatency } from '../format/format-latency.ts';
import { HeadersTable } from '../replay/headers-table.tsx';
import { StatusBadge } from '../replay/status-badge.tsx';
import { Badge } from '../ui/badge.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { stepTones } from './run-summary.tsx';
import type { ShownRun, ShownStep } from './use-debug.ts';

/** Everything that went over the wire, a request at a time; the first that failed is open. */
export function StepList({ run: { steps } }: { run: ShownRun }) {
  const wrong = steps.findIndex(({ status }) => status !== 'ok');
  return (
    <ol className="divide-y divide-line border-t border-line" data-testid="mcp-steps">
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one run never move.
        <Step key={index} step={step} number={index + 1} isWrong={index === wrong} />
      ))}
    </ol>
  );
}

function Step({ step, number, isWrong }: { step: ShownStep; number: number; isWrong: boolean }) {
  const [isOpen, setIsOpen] = useState(isWrong);
  return (
    <li>
      <details open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary className="flex flex-wrap items-center gap-2 px-4 py-2 text-[13px] hover:bg-raised">
          <span className="w-5 text-right text-xs tabular-nums text-faint">{number}</span>
          <span className="font-mono text-xs">{step.name}</span>
          <Badge tone={stepTones[step.status]}>{step.status}</Badge>
          {step.response && <StatusBadge status={step.response.statusCode} />}
          <span className="ml-auto text-xs tabular-nums text-faint">
            {step.timing && formatLatency(step.timing.total)}
          </span>
        </summary>
        {isOpen && <Traffic step={step} />}
      </details>
    </li>
  );
}

function Traffic({ step: { request, response, address, problem } }: { step: ShownStep }) {
  return (
    <div className="grid gap-4 px-4 pb-4 pt-1 lg:grid-cols-2">
      {problem !== null && <p className="text-[13px] text-bad lg:col-span-2">{problem}</p>}
      <Half title="Request" note={address && `to ${address}`}>
        <p className="break-all font-mono text-xs">
          <span className="font-semibold">{request.method}</span> {request.url}
        </p>
        <HeadersTable values={request.headers} empty="There were no headers." />
        {request.body !== null && <JsonView value={asJson(request.body)} />}
      </Half>
      <Half title="Answer" note={response?.truncated ? 'only its beginning is shown' : null}>
        {response ? (
          <>
            <HeadersTable values={response.headers} empty="There were no headers." />
            {response.body === '' ? (
              <p className="text-xs text-faint">The body was empty.</p>
            ) : (
              <JsonView value={asJson(response.body)} />
            )}
          </>
        ) : (
          <p className="text-xs text-faint">There was none.</p>
        )}
      </Half>
    </div>
  );
}

function Half(props: { title: string; note: string | null; children: ReactNode }) {
  return (
    <section aria-label={props.title} className="min-w-0 space-y-2">
      <h4 className="text-xs font-semibold uppercase tracking-wide text-faint">
        {props.title}
        {props.note && <span className="ml-2 font-normal normal-case tracking-normal">{props.note}</span>}
      </h4>
      {props.children}
    </section>
  );
}

/** JSON as a value, so that it is indented; anything else, a stream of events too, as it is. */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
