import { viewLimits } from '@apiscope/core/views/schema';
import { Dialog } from 'radix-ui';
import type { FormEvent } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

type NameDialogProps = {
  title: string;
  /** What the name will be given to. */
  about: string;
  name: string;
  /** Words of the button that does it. */
  action: string;
  isBusy: boolean;
  /** Why it was not done. */
  problem: string | null;
  onSubmit: (name: string) => void;
  onClose: () => void;
  /** Gives focus back: the menu item that asked is gone. */
  onCloseAutoFocus: (event: Event) => void;
};

/** Asks for the name of a view. It stays open, with what was typed, until the name is taken. */
export function NameDialog(props: NameDialogProps) {
  const { title, about, name, action, isBusy, problem, onSubmit, onClose, onCloseAutoFocus } = props;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    if (typed !== '') onSubmit(typed);
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          className="fixed left-1/2 top-1/2 z-50 w-[min(24rem,92vw)] -translate-x-1/2 -translate-y-1/2 rounded-xl border border-line bg-surface p-5 shadow-2xl"
          onCloseAutoFocus={onCloseAutoFocus}
          onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
        >
          <Dialog.Title className="text-sm font-semibold">{title}</Dialog.Title>
          <Dialog.Description className="mt-2 text-[13px] text-muted">{about}</Dialog.Description>
          <form onSubmit={submit} className="mt-3 space-y-3">
            <input
              name="name"
              aria-label="Name"
              placeholder="Name"
              required
              maxLength={viewLimits.name}
              defaultValue={name}
              autoComplete="off"
              aria-invalid={problem !== null}
              onFocus={(event) => event.currentTarget.select()}
              className="h-8 w-full rounded-md border border-line bg-canvas px-2 text-[13px]"
            />
            {problem !== null && (
              <Notice tone="bad" role="alert">
                {problem}
              </Notice>
            )}
            <div className="flex justify-end gap-2">
              <Dialog.Close asChild>
                <Button>Cancel</Button>
              </Dialog.Close>
              <Button type="submit" tone="primary" disabled={isBusy}>
                {action}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
