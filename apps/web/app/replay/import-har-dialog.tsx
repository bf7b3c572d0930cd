import { Link } from '@remix-run/react';
import { Upload } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { importedText, importLink, useImportHar } from './use-import-har.ts';

/** A button that asks for a HAR file and stores its requests. */
export function ImportHarDialog() {
  const { isBusy, problem, result, send, forget } = useImportHar();
  const submit = (element: HTMLFormElement) => {
    const form = new FormData(element);
    const file = form.get('file');
    if (file instanceof File && file.size > 0) void send(file, String(form.get('service') ?? '').trim());
  };
  return (
    <FormDialog
      trigger={
        <Button needs="ingest">
          <Upload aria-hidden className="size-4 text-faint" />
          Import HAR
        </Button>
      }
      title="Import a HAR file"
      about="As browsers save it. Its requests are redacted, then kept as snapshots; they are not counted in the metrics."
      action={isBusy ? 'Importing…' : 'Import'}
      close="Close"
      isDisabled={isBusy}
      problem={
        problem !== null && <span className="block max-h-40 overflow-y-auto break-words">{problem}</span>
      }
      onSubmit={submit}
      onClose={forget}
    >
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
    </FormDialog>
  );
}
