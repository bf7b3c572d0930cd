import { maxSearchLength } from '@apiscope/core/search/terms';
import { useNavigate } from '@remix-run/react';
import { Search } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { classNames } from '../ui/class-names.ts';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useNextParams } from '../ui/use-next-params.ts';

/** The search of a page: follows the URL, and sets it a moment after typing stops. `/` focuses it. `help` stands at its end. */
export function SearchBox({ what, help }: { what: string; help?: ReactNode }) {
  const params = useNextParams();
  const navigate = useNavigate();
  const linkWith = useLinkWith();
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const inUrl = params.get('search') ?? '';
  useEffect(() => {
    if (field.current && document.activeElement !== field.current) field.current.value = inUrl;
  }, [inUrl]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const apply = (text: string) => {
    clearTimeout(timer.current);
    if (text !== inUrl) void navigate(linkWith({ search: text, page: null }), { replace: true });
  };
  // What runs a moment later must start from the address of then: a filter may have been chosen meanwhile.
  const applyNow = useRef(apply);
  applyNow.current = apply;
  return (
    <search className="min-w-44 flex-1">
      <form
        className="relative"
        onSubmit={(event) => {
          event.preventDefault();
          apply(field.current?.value ?? '');
        }}
      >
        {[...params].map(
          ([name, value]) =>
            name !== 'search' && <input key={name} type="hidden" name={name} value={value} />,
        )}
        <Search aria-hidden className="pointer-events-none absolute left-2.5 top-2 size-4 text-faint" />
        <input
          ref={field}
          type="search"
          name="search"
          data-search
          aria-label={`Search ${what}`}
          placeholder={`Search ${what}: word "a phrase" -without`}
          maxLength={maxSearchLength}
          defaultValue={inUrl}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            const text = event.currentTarget.value;
            clearTimeout(timer.current);
            timer.current = setTimeout(() => applyNow.current(text), 350);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            event.currentTarget.blur();
          }}
          className={classNames(
            'h-8 w-full rounded-md border border-line bg-surface pl-8 pr-2 text-[13px]',
            help && 'pr-8',
          )}
        />
        {help && <span className="absolute right-1 top-1">{help}</span>}
      </form>
    </search>
  );
}
