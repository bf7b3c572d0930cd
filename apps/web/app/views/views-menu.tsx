import type { Resource } from '@apiscope/core/search/fields';
import { Bookmark, ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef, useState } from 'react';
import { buttonLook } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Notice } from '../ui/notice.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { NameDialog } from './name-dialog.tsx';
import type { PageViews } from './read-views.server.ts';
import { useViewActions } from './use-view-actions.ts';
import { useViewInForce, type ViewInForce } from './use-view-in-force.ts';
import { ViewItems } from './view-items.tsx';
import { isScoped } from './view-link.ts';

type Asking = 'save' | 'rename' | 'delete';

/** The saved views of a page: opens one, saves what the page shows, and changes the one in force. */
export function ViewsMenu({ resource, views, total, problem }: { resource: Resource } & PageViews) {
  const inForce = useViewInForce(resource, views);
  const actions = useViewActions(resource);
  const [asking, setAsking] = useState<Asking | null>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = () => {
    setAsking(null);
    actions.forget();
  };
  const closeIfDone = async (done: Promise<boolean>) => (await done) && close();
  const dialog = {
    isBusy: actions.isBusy,
    problem: actions.problem,
    onClose: close,
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      trigger.current?.focus();
    },
  };
  const trouble = problem ?? (asking === null ? actions.problem : null);
  return (
    <>
      <DropdownMenu.Root modal={false} onOpenChange={actions.forget}>
        <DropdownMenu.Trigger
          ref={trigger}
          className={classNames(buttonLook(), 'max-w-60 max-sm:max-w-40')}
          aria-label={labelOf(inForce)}
          title="Saved views"
        >
          <Bookmark
            aria-hidden
            className={classNames('size-4 shrink-0 text-faint', inForce && 'fill-accent-soft text-accent')}
          />
          <span className={classNames('truncate', !inForce && 'max-sm:hidden')}>
            {inForce?.view.name ?? 'Views'}
          </span>
          {inForce?.isModified && (
            <span className="shrink-0 text-xs text-warn">
              <span className="max-sm:hidden">modified</span>
              <span aria-hidden className="block size-2 rounded-full bg-warn sm:hidden" />
            </span>
          )}
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-faint max-sm:hidden" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="start"
            collisionPadding={8}
            sideOffset={4}
            className="z-50 w-72 max-w-[92vw] rounded-lg border border-line bg-surface p-1 shadow-lg"
          >
            <ViewItems
              views={views}
              total={total}
              inForce={inForce}
              onSave={() => setAsking('save')}
              onUpdate={() => inForce && void actions.update(inForce.view)}
              onRename={() => setAsking('rename')}
              onDelete={() => setAsking('delete')}
            />
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <span role="status" className="sr-only">
        {actions.done}
      </span>
      {trouble !== null && (
        <div className="order-last basis-full">
          <Notice tone="warn" role="alert">
            {problem === null ? trouble : `Saved views cannot be read: ${problem}`}
          </Notice>
        </div>
      )}
      {asking === 'save' && (
        <NameDialog
          {...dialog}
          title="Save this view"
          about={`Keeps the filters, search, order and columns that the page shows${isScoped(resource.name) ? ', with its service and range' : ''}.`}
          name=""
          action="Save"
          onSubmit={(name) => void closeIfDone(actions.create(name))}
        />
      )}
      {asking === 'rename' && inForce && (
        <NameDialog
          {...dialog}
          title="Rename the view"
          about="What it shows stays as it is."
          name={inForce.view.name}
          action="Rename"
          onSubmit={(name) => void closeIfDone(actions.rename(inForce.view, name))}
        />
      )}
      {asking === 'delete' && inForce && (
        <DeleteDialog
          {...dialog}
          name={inForce.view.name}
          onConfirm={() => void closeIfDone(actions.remove(inForce.view))}
        />
      )}
    </>
  );
}

function labelOf(inForce: ViewInForce | null): string {
  if (inForce === null) return 'Views';
  return `View: ${inForce.view.name}${inForce.isModified ? ', modified' : ''}`;
}
