import { viewLimits } from '@apiscope/core/views/schema';
import { FormDialog } from '../ui/form-dialog.tsx';

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
  const submit = (form: HTMLFormElement) => {
    const typed = String(new FormData(form).get('name') ?? '').trim();
    if (typed !== '') onSubmit(typed);
  };
  return (
    <FormDialog
      title={title}
      about={about}
      action={action}
      width="w-[min(24rem,92vw)]"
      isDisabled={isBusy}
      problem={problem}
      onSubmit={submit}
      onClose={onClose}
      onCloseAutoFocus={onCloseAutoFocus}
    >
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
    </FormDialog>
  );
}
