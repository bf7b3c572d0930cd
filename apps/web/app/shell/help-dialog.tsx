import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { buttonLook } from '../ui/button.tsx';
import { navItems } from './nav-items.ts';

const shortcuts: readonly (readonly [keys: string[], meaning: string])[] = [
  [['/'], 'Search on this page'],
  [['j'], 'Next row'],
  [['k'], 'Previous row'],
  [['Enter'], 'Open the row'],
  [['Esc'], 'Close the details'],
  ...navItems.map(
    ({ key, name }) => [['g', key], `Go to ${name}`] as const satisfies readonly [string[], string],
  ),
  [['?'], 'This help'],
];

/** Every keyboard shortcut there is. */
export function HelpDialog({ isOpen, onChange }: { isOpen: boolean; onChange: (isOpen: boolean) => void }) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content className="fixed left-1/2 top-1/2 z-50 w-[min(26rem,92vw)] -translate-x-1/2 -translate-y-1/2 rounded-xl border border-line bg-surface p-5 shadow-2xl">
          <div className="flex items-center">
            <Dialog.Title className="text-sm font-semibold">Keyboard shortcuts</Dialog.Title>
            <Dialog.Close
              className={`${buttonLook({ tone: 'quiet', size: 'icon' })} ml-auto`}
              aria-label="Close help"
            >
              <X aria-hidden className="size-4" />
            </Dialog.Close>
          </div>
          <Dialog.Description className="sr-only">Keys that work on every page.</Dialog.Description>
          <dl className="mt-3 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-[13px]">
            {shortcuts.map(([keys, meaning]) => (
              <div key={meaning} className="contents">
                <dt className="flex gap-1">
                  {keys.map((key) => (
                    <kbd
                      key={key}
                      className="min-w-6 rounded border border-line bg-raised px-1.5 py-0.5 text-center font-mono text-xs"
                    >
                      {key}
                    </kbd>
                  ))}
                </dt>
                <dd className="text-muted">{meaning}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
