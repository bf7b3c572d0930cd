import type { ApiKeyWithToken } from '@apiscope/core/access/key-schema';
import { Dialog } from 'radix-ui';
import { Button } from '../ui/button.tsx';
import { CommandLine } from '../ui/command-line.tsx';
import { Notice } from '../ui/notice.tsx';

type TokenDialogProps = { made: ApiKeyWithToken; origin: string; onClose: () => void };

/** Shows a token this once. A click beside it does not close it: it can't be had again. */
export function TokenDialog({ made, origin, onClose }: TokenDialogProps) {
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content
          className="fixed left-1/2 top-1/2 z-50 max-h-[92dvh] w-[min(36rem,92vw)] -translate-x-1/2 -translate-y-1/2 space-y-3 overflow-y-auto rounded-xl border border-line bg-surface p-5 text-[13px] shadow-2xl"
          onInteractOutside={(event) => event.preventDefault()}
          onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
        >
          <Dialog.Title className="break-words text-sm font-semibold">
            The token of “{made.name}”
          </Dialog.Title>
          <Dialog.Description className="text-muted">
            Copy it now. Only a hash of it is kept, so it is never shown again.
          </Dialog.Description>
          <div data-testid="token">
            <CommandLine command={made.token} />
          </div>
          {made.previousUntil !== null && (
            <Notice tone="info">The old token counts until {made.previousUntil.replace('T', ' ')}.</Notice>
          )}
          <p className="text-muted">It is sent along with every request, as a header:</p>
          <CommandLine command={exampleOf(made, origin)} />
          <div className="flex justify-end">
            <Button tone="primary" onClick={onClose}>
              I have copied it
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function exampleOf({ scopes, service }: ApiKeyWithToken, origin: string): string {
  const header = '-H "Authorization: Bearer $APISCOPE_KEY"';
  if (!scopes.includes('ingest')) return `curl ${header} ${origin}/logs`;
  const line = JSON.stringify({
    service: service ?? 'shop',
    source: 'curl',
    level: 'info',
    message: 'hello',
  });
  return `curl ${header} -H 'content-type: application/json' \\\n  -d '${line}' ${origin}/logs`;
}
