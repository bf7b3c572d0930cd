import type { ReplayTarget } from '@apiscope/core/replay/target-schema';
import { AlertDialog } from 'radix-ui';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { useTargetActions } from './use-target-actions.ts';

type DeleteTargetDialogProps = {
  target: ReplayTarget;
  actions: ReturnType<typeof useTargetActions>;
  onClose: () => void;
};

/** Asks before a target is deleted: the values of its headers can't be had back. */
export function DeleteTargetDialog({ target, actions, onClose }: DeleteTargetDialogProps) {
  const confirm = async () => {
    if (await actions.remove(target)) onClose();
  };
  return (
    <AlertDialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <AlertDialog.Content
          className="fixed left-1/2 top-1/2 z-50 w-[min(24rem,92vw)] -translate-x-1/2 -translate-y-1/2 rounded-xl border border-line bg-surface p-5 shadow-2xl"
          onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
        >
          <AlertDialog.Title className="break-words text-sm font-semibold">
            Delete “{target.name}” of {target.service}?
          </AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-[13px] text-muted">
            Nothing is sent there any more. Replays that were made stay.
            {target.headerNames.length > 0 && ' The values of its headers are gone for good.'}
          </AlertDialog.Description>
          {actions.said?.isDone === false && (
            <div className="mt-3">
              <Notice tone="bad" role="alert">
                {actions.said.message}
              </Notice>
            </div>
          )}
          <div className="mt-4 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>Keep it</Button>
            </AlertDialog.Cancel>
            <Button tone="danger" disabled={actions.isBusy} onClick={() => void confirm()}>
              Delete the target
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
