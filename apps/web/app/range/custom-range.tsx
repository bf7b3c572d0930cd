import { parseTimestamp } from '@apiscope/core/search/timestamp';
import { type FormEvent, useState } from 'react';
import { fromWallClock, offsetName, wallClock } from '../time/zone.ts';
import { useZone } from '../time/zone-context.ts';
import { Button } from '../ui/button.tsx';
import type { Range, Span } from './range.ts';

/** Two moments on the wall clock of the shown zone. */
export function CustomRange({ span, onChoose }: { span: Span; onChoose: (range: Range) => void }) {
  const zone = useZone();
  const [problem, setProblem] = useState<string | null>(null);
  const print = (at: number) => new Date(wallClock(at, zone)).toISOString().slice(0, 16);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [from, to] = ['from', 'to'].map((name) => parseTimestamp(String(form.get(name))));
    if (from == null || to == null) return setProblem('Both ends are needed.');
    if (to <= from) return setProblem('The end must be after the start.');
    onChoose({ kind: 'custom', start: fromWallClock(from, zone), end: fromWallClock(to, zone) });
  };
  return (
    <form onSubmit={submit} className="mt-3 space-y-2 border-t border-line pt-3 text-xs">
      <p className="text-faint">Custom, in {offsetName(span.end, zone)}</p>
      {(['from', 'to'] as const).map((name) => (
        <label key={name} className="flex items-center gap-2">
          <span className="w-9 capitalize text-muted">{name}</span>
          <input
            type="datetime-local"
            name={name}
            required
            defaultValue={print(name === 'from' ? span.start : span.end)}
            className="h-8 min-w-0 flex-1 rounded-md border border-line bg-canvas px-2 text-[13px]"
          />
        </label>
      ))}
      {problem && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      <Button type="submit" tone="primary" className="w-full">
        Apply
      </Button>
    </form>
  );
}
