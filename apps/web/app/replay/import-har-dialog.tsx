import { Link } from '@remix-run/react';
import { Upload } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { FormEvent } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { importedText, importLink, useImportHar } from './use-import-har.ts';

/** A button that asks for a HAR file and stores its requests. */
export function ImportHarDialog() {
  const { isBusy, problem, result, send, forget } = useImportHar();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const file = form.get('file');
    if (file instanceof File && file.size > 0) void send(file, String(form.get('service') ?? '').trim());
  };
  return (
    <Dialog.Root onOpenChange={(isOpen) => !isOpen && forget()}>
      <Dialog.Trigger asChild>
        <Button>
          <Upload aria-hidden className="size-4 text-faint" />
          Import HAR
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          className="fixed left-1/2 top-1/2 z-50 w-[min(28rem,92vw)] -translate-x-1/2 -translate-y-1/2 rounded-xl border border-line bg-surface p-5 shadow-2xl"
          onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
        >
          <Dialog.Title className="text-sm font-semibold">Import a HAR file</Dialog.Title>
          <Dialog.Description className="mt-1 text-[13px] text-muted">
            As browsers save it. Its requests are redacted, then kept as snapshots; they are not counted in
            the metrics.
          </Dialog.Description>
          <form onSubmit={submit} className="mt-4 space-y-3 text-[13px]">
            <label className="block">
              <span className="text-muted">File</span>
              <input
                type="file"
                name="file"
                accept=".har,application/json"
                required
                className="mt-1 block w-full rounded-md border border-line bg-canvas p-1.5 file:mr-3 file:rounded file:border-0 file:bg-raised file:px-2 file:py-1 file:text-ink"
              />
            </label>
            <label className="block">
              <span className="text-muted">Service (optional)</span>
              <input
                name="service"
                maxLength={200}
                autoComplete="off"
                placeholder="the host of each request"
                className="mt-1 h-8 w-full rounded-md border border-line bg-canvas px-2"
              />
            </label>
            {problem !== null && (
              <Notice tone="bad" role="alert">
                <span className="block max-h-40 overflow-y-auto break-words">{problem}</span>
              </Notice>
            )}
            {result !== null && (
              <Notice tone="info">
                {importedText(result)}{' '}
                {result.from !== null && (
                  <Dialog.Close asChild>
                    <Link to={importLink(result)} className="font-medium text-accent hover:underline">
                      Show them
                    </Link>
                  </Dialog.Close>
                )}
              </Notice>
            )}
            <div className="flex justify-end gap-2">
              <Dialog.Close asChild>
                <Button>Close</Button>
              </Dialog.Close>
              <Button type="submit" tone="primary" disabled={isBusy}>
                {isBusy ? 'Importing…' : 'Import'}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
