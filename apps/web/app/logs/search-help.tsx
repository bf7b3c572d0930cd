import { CircleHelp } from 'lucide-react';
import { Popover } from 'radix-ui';

const grammar: readonly (readonly [example: string, meaning: string])[] = [
  ['timeout', 'a word, in whatever case and anywhere in the message or the source'],
  ['card declined', 'both words, in any order'],
  ['"card declined"', 'a phrase, just as it stands'],
  ['-retry', 'without this word'],
  ['req-7f3a…', 'an identifier (request, trace, IP, block): the lines that have it, also in their fields'],
];

/** What a search may say, beside where it is typed. */
export function SearchHelp() {
  return (
    <Popover.Root>
      <Popover.Trigger
        className="grid size-6 place-items-center rounded text-faint hover:text-ink"
        aria-label="How to search"
        title="How to search"
      >
        <CircleHelp aria-hidden className="size-4" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          collisionPadding={8}
          sideOffset={6}
          className="z-50 w-92 max-w-[94vw] rounded-lg border border-line bg-surface p-3 text-[13px] shadow-lg"
        >
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-2">
            {grammar.map(([example, meaning]) => (
              <div key={example} className="contents">
                <dt>
                  <code className="whitespace-nowrap rounded bg-raised px-1.5 py-0.5 font-mono text-xs">
                    {example}
                  </code>
                </dt>
                <dd className="text-muted">{meaning}</dd>
              </div>
            ))}
          </dl>
          <p className="mt-3 border-t border-line pt-2 text-xs text-muted">
            Newest first shows lines that have every term. <em>Best matches</em>, under Order, puts them first
            and then those that come near; a word that stands nowhere is read as the nearest that does.
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
