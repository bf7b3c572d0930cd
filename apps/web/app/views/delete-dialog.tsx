import { AlertDialog } from 'radix-ui';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

type DeleteDialogProps = {
  name: string;
  isBusy: boolean;
  /** Why it was not done. */
  problem: string | null;
  onConfirm: () => void;
  onClose: () => void;
  /** Gives focus back: the menu item that asked is gone. */
  onCloseAutoFocus: (event: Event) => void;
};

/** Asks before a view is deleted: others may use it. */
export function DeleteDialog(props: DeleteDialogProps) {
  const { name, isBusy, problem, onConfirm, onClose, onCloseAutoFocus } = props;
  return (
    <AlertDialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <AlertDialog.Content
          className="fixed left-1/2 top-1/2 z-50 w-[min(24rem,92vw)] -translate-x-1/2 -translate-y-1/2 rounded-xl border border-line bg-surface p-5 shadow-2xl"
          onCloseAutoFocus={onCloseAutoFocus}
          onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
        >
          <AlertDialog.Title className="break-words text-sm font-semibold">
            Delete “{name}”?
          </AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-[13px] text-muted">
            It goes from everybody’s menu. What the page shows now stays as it is.
          </AlertDialog.Description>
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
            <Button tone="danger" disabled={isBusy} onClick={onConfirm}>
              Delete the view
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
