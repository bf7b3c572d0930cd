import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

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
    <ConfirmDialog
      title={`Delete “${name}”?`}
      about="It goes from everybody’s menu. What the page shows now stays as it is."
      action="Delete the view"
      isBusy={isBusy}
      problem={problem}
      onConfirm={onConfirm}
      onClose={onClose}
      onCloseAutoFocus={onCloseAutoFocus}
    />
  );
}
