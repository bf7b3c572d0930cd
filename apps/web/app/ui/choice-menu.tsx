import { Check, ChevronDown, type LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { buttonLook } from './button.tsx';
import { classNames } from './class-names.ts';

type Choice = { value: string; label: string; note?: string };

type ChoiceMenuProps = {
  /** What is chosen, for screen readers and the tooltip. */
  label: string;
  icon?: LucideIcon;
  value: string;
  choices: readonly Choice[];
  onChoose: (value: string) => void;
  /** What the button shows instead of the choice's label; null: the icon alone. */
  shown?: ReactNode;
};

/** A button that shows the present choice and opens the others. */
export function ChoiceMenu({ label, icon: Icon, value, choices, onChoose, shown }: ChoiceMenuProps) {
  const chosen = choices.find((choice) => choice.value === value)?.label ?? value;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className={classNames(buttonLook(), 'max-w-56')}
        aria-label={`${label}: ${chosen}`}
        title={label}
      >
        {Icon && <Icon aria-hidden className="size-4 shrink-0 text-faint" />}
        {shown !== null && <span className="truncate">{shown ?? chosen}</span>}
        <ChevronDown aria-hidden className="size-3.5 shrink-0 text-faint max-sm:hidden" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-50 max-h-[min(24rem,80vh)] min-w-44 max-w-80 overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-lg"
        >
          <DropdownMenu.RadioGroup value={value} onValueChange={onChoose}>
            {choices.map((choice) => (
              <DropdownMenu.RadioItem
                key={choice.value}
                value={choice.value}
                className="flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 text-[13px] outline-none data-[highlighted]:bg-raised"
              >
                <span className="size-4 shrink-0">
                  <DropdownMenu.ItemIndicator>
                    <Check aria-hidden className="size-4 text-accent" />
                  </DropdownMenu.ItemIndicator>
                </span>
                <span className="truncate">{choice.label}</span>
                {choice.note && <span className="ml-auto pl-3 text-xs text-faint">{choice.note}</span>}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
