import type { ReplayTarget } from '@apiscope/core/replay/target-schema';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
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
    <ConfirmDialog
      title={`Delete “${target.name}” of ${target.service}?`}
      about={`Nothing is sent there any more. Replays that were made stay.${
        target.headerNames.length > 0 ? ' The values of its headers are gone for good.' : ''
      }`}
      action="Delete the target"
      isBusy={actions.isBusy}
      problem={actions.problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    />
  );
}
