import { relativeRangeNames } from '@apiscope/core/range/schema';
import { useNavigate, useSearchParams } from '@remix-run/react';
import { CalendarRange, ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useZone } from '../time/zone-context.ts';
import { Button, buttonLook } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { CustomRange } from './custom-range.tsx';
import { type Range, readRange, spanOf, writeRange } from './range.ts';
import { rangeName, relativeRangeWords } from './range-name.ts';

/** Chooses the time that the page covers; it lives in the URL. */
export function RangePicker({ now }: { now: number }) {
  const [isOpen, setIsOpen] = useState(false);
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const zone = useZone();
  const { range } = readRange(params);
  const choose = (next: Range) => {
    setIsOpen(false);
    void navigate({ search: writeRange(params, next).toString() });
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger
        className={classNames(buttonLook(), range.kind === 'custom' && 'max-sm:order-last')}
        aria-label={`Range: ${rangeName(range, zone)}`}
      >
        <CalendarRange aria-hidden className="size-4 text-faint" />
        {rangeName(range, zone)}
        <ChevronDown aria-hidden className="size-3.5 text-faint max-sm:hidden" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          collisionPadding={8}
          sideOffset={4}
          className="z-50 w-84 rounded-lg border border-line bg-surface p-3 shadow-lg"
        >
          <div className="grid grid-cols-3 gap-1.5">
            {relativeRangeNames.map((name) => {
              const isChosen = range.kind === 'relative' && range.name === name;
              return (
                <Button
                  key={name}
                  tone={isChosen ? 'primary' : 'plain'}
                  aria-pressed={isChosen}
                  title={relativeRangeWords[name]}
                  onClick={() => choose({ kind: 'relative', name })}
                >
                  {name}
                </Button>
              );
            })}
          </div>
          <CustomRange span={spanOf(range, now)} onChoose={choose} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
