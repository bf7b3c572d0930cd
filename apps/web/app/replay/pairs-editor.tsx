import { Plus, X } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import type { Pair } from './to-overrides.ts';

const control = 'h-8 min-w-0 rounded-md border border-line bg-canvas px-2 font-mono text-xs';

type PairsEditorProps = {
  /** What a pair is, for screen readers: `header`, `query parameter`. */
  what: string;
  pairs: readonly Pair[];
  /** Whether a pair waits for a value that was redacted. */
  needsValue: (pair: Pair) => boolean;
  onChange: (pairs: Pair[]) => void;
};

/** Rows of names and values that can be changed, added and taken away. */
export function PairsEditor({ what, pairs, needsValue, onChange }: PairsEditorProps) {
  const change = (key: number, part: Partial<Pair>) =>
    onChange(pairs.map((pair) => (pair.key === key ? { ...pair, ...part } : pair)));
  const add = () =>
    onChange([...pairs, { key: 1 + Math.max(-1, ...pairs.map(({ key }) => key)), name: '', value: '' }]);
  return (
    <div className="space-y-1.5">
      {pairs.map((pair) => (
        <div
          key={pair.key}
          className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-1.5"
        >
          <input
            aria-label={`Name of a ${what}`}
            value={pair.name}
            onChange={(event) => change(pair.key, { name: event.currentTarget.value })}
            placeholder="name"
            autoComplete="off"
            spellCheck={false}
            className={control}
          />
          <input
            aria-label={`Value of ${what} ${pair.name}`}
            value={pair.value}
            onChange={(event) => change(pair.key, { value: event.currentTarget.value })}
            placeholder={needsValue(pair) ? 'needs a value' : 'value'}
            data-needs-value={needsValue(pair) || undefined}
            autoComplete="off"
            spellCheck={false}
            className={`${control} data-[needs-value]:border-warn data-[needs-value]:bg-warn-soft`}
          />
          <Button
            tone="quiet"
            size="icon"
            aria-label={`Take away ${what} ${pair.name}`}
            onClick={() => onChange(pairs.filter(({ key }) => key !== pair.key))}
          >
            <X aria-hidden className="size-3.5" />
          </Button>
        </div>
      ))}
      <Button size="small" tone="quiet" onClick={add}>
        <Plus aria-hidden className="size-3.5" />
        Add a {what}
      </Button>
    </div>
  );
}
