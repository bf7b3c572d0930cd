import { Dialog } from 'radix-ui';
import type { FormEvent, ReactNode, Ref } from 'react';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { useReturnFocus } from './use-return-focus.ts';

type FormDialogProps = {
  title: string;
  about: ReactNode;
  /** Fields of the form. */
  children: ReactNode;
  /** Words of the button that does it, and what it looks like. */
  action: string;
  tone?: 'primary' | 'danger';
  /** What a person must be allowed to do for it. */
  needs?: string;
  isDisabled: boolean;
  /** Why it was not done. */
  problem: ReactNode;
  /** Width class; the widest forms scroll by themselves. */
  width?: string;
  /** A button that opens it; without one it is open from the start. */
  trigger?: ReactNode;
  /** Words of the button that closes it. */
  close?: string;
  /** Buttons beside these two. */
  more?: ReactNode;
  formRef?: Ref<HTMLFormElement>;
  onSubmit: (form: HTMLFormElement) => void;
  onClose: () => void;
  /** Where focus goes back to, when what asked is gone. */
  onCloseAutoFocus?: (event: Event) => void;
};

/** A form over the page. It stays open, with what was typed, until whoever opened it takes it away. */
export function FormDialog(props: FormDialogProps) {
  const { title, about, children, action, tone = 'primary', needs, isDisabled, problem, trigger } = props;
  const returnFocus = useReturnFocus();
  const { width = 'w-[min(28rem,92vw)]', close = 'Cancel', more, formRef } = props;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    props.onSubmit(event.currentTarget);
  };
  return (
    <Dialog.Root {...(!trigger && { open: true })} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      {trigger && <Dialog.Trigger asChild>{trigger}</Dialog.Trigger>}
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          className={`fixed left-1/2 top-1/2 z-50 max-h-[92dvh] ${width} -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border border-line bg-surface p-5 shadow-2xl`}
          onCloseAutoFocus={props.onCloseAutoFocus ?? (trigger ? undefined : returnFocus)}
          onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
        >
          <Dialog.Title className="break-words text-sm font-semibold">{title}</Dialog.Title>
          <Dialog.Description className="mt-1 text-[13px] text-muted">{about}</Dialog.Description>
          <form ref={formRef} onSubmit={submit} className="mt-4 space-y-3 text-[13px]">
            {children}
            {problem && (
              <Notice tone="bad" role="alert">
                {problem}
              </Notice>
            )}
            <div className="flex flex-wrap justify-end gap-2">
              {more}
              <Dialog.Close asChild>
                <Button>{close}</Button>
              </Dialog.Close>
              <Button type="submit" tone={tone} needs={needs} disabled={isDisabled}>
                {action}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
