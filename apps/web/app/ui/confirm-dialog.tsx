import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { useReturnFocus } from './use-return-focus.ts';

type ConfirmDialogProps = {
  title: string;
  about: ReactNode;
  /** Words of the button that does it. */
  action: string;
  /** What a person must be allowed to do for it. */
  needs?: string;
  isBusy: boolean;
  /** Why it was not done. */
  problem?: string | null;
  /** A button that opens it, and then confirming closes it; without one it is open from the start, until whoever opened it takes it away. */
  trigger?: ReactNode;
  onConfirm: () => void;
  onClose?: () => void;
  /** Where focus goes back to, when what asked is gone. */
  onCloseAutoFocus?: (event: Event) => void;
};

/** Asks before something is done that can't be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, about, action, needs, isBusy, problem = null, trigger } = props;
  const returnFocus = useReturnFocus();
  const confirm = (
    <Button tone="danger" needs={needs} disabled={isBusy} onClick={props.onConfirm}>
      {action}
    </Button>
  );
  return (
    <AlertDialog.Root
      {...(!trigger && { open: true })}
      onOpenChange={(isOpen) => !isOpen && props.onClose?.()}
    >
      {trigger && <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>}
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <AlertDialog.Content
          className="fixed left-1/2 top-1/2 z-50 w-[min(24rem,92vw)] -translate-x-1/2 -translate-y-1/2 rounded-xl border border-line bg-surface p-5 shadow-2xl"
          onCloseAutoFocus={props.onCloseAutoFocus ?? (trigger ? undefined : returnFocus)}
          onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
        >
          <AlertDialog.Title className="break-words text-sm font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-[13px] text-muted">{about}</AlertDialog.Description>
          {problem !== null && (
            <div className="mt-3">
              <Notice tone="bad" role="alert">
                {problem}
              </Notice>
            </div>
          )}
          <div className="mt-4 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>Keep it</Button>
            </AlertDialog.Cancel>
            {trigger ? <AlertDialog.Action asChild>{confirm}</AlertDialog.Action> : confirm}
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
