import { useNavigate } from '@remix-run/react';
import { Check, Columns3 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { printColumns, readColumns } from '../search/read-columns.ts';
import { buttonLook } from '../ui/button.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useNextParams } from '../ui/use-next-params.ts';
import { defaultLogFields, type LogField, logFieldsOf, logLooks } from './log-columns.tsx';

const fields = Object.keys(logLooks) as LogField[];

/** Chooses the columns of the tail; the choice and its order live in the address. */
export function ColumnMenu() {
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const shown = logFieldsOf(readColumns(useNextParams()));
  const choose = (chosen: readonly LogField[]) => {
    const isDefault = chosen.join() === defaultLogFields.join();
    void navigate(linkWith({ columns: isDefault ? null : printColumns(chosen) }), {
      preventScrollReset: true,
    });
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={buttonLook({ size: 'icon' })} aria-label="Columns" title="Columns">
        <Columns3 aria-hidden className="size-4 text-faint" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          collisionPadding={8}
          sideOffset={4}
          className="z-50 min-w-44 rounded-lg border border-line bg-surface p-1 shadow-lg"
        >
          {fields.map((field) => {
            const isShown = shown.includes(field);
            return (
              <DropdownMenu.CheckboxItem
                key={field}
                checked={isShown}
                disabled={isShown && shown.length === 1}
                onCheckedChange={() =>
                  choose(isShown ? shown.filter((other) => other !== field) : withField(shown, field))
                }
                onSelect={(event) => event.preventDefault()}
                className="flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 text-[13px] outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-raised"
              >
                <span className="size-4 shrink-0">
                  <DropdownMenu.ItemIndicator>
                    <Check aria-hidden className="size-4 text-accent" />
                  </DropdownMenu.ItemIndicator>
                </span>
                {logLooks[field].header}
              </DropdownMenu.CheckboxItem>
            );
          })}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Adds a field before the first one shown that comes after it in the menu, so that taking it away and back changes nothing. */
function withField(shown: readonly LogField[], field: LogField): LogField[] {
  const after = shown.findIndex((other) => fields.indexOf(other) > fields.indexOf(field));
  return after < 0 ? [...shown, field] : [...shown.slice(0, after), field, ...shown.slice(after)];
}
