import type { View } from '@apiscope/core/views/schema';
import { Link, useSearchParams } from '@remix-run/react';
import { BookmarkPlus, Check, type LucideIcon, Pencil, Save, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRefusal } from '../ui/permissions.ts';
import type { ViewInForce } from './use-view-in-force.ts';
import { viewSearch } from './view-link.ts';

type ViewItemsProps = {
  views: readonly View[];
  total: number;
  inForce: ViewInForce | null;
  onSave: () => void;
  onUpdate: () => void;
  onRename: () => void;
  onDelete: () => void;
};

const look =
  'flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 text-[13px] outline-none data-[highlighted]:bg-raised data-[disabled]:opacity-50';

/** Every view as a link, and what can be done with what the page shows. */
export function ViewItems({ views, total, inForce, onSave, onUpdate, onRename, onDelete }: ViewItemsProps) {
  const [params] = useSearchParams();
  return (
    <>
      <div className="max-h-[min(20rem,50vh)] overflow-y-auto">
        {views.map((view) => {
          const isInForce = view.id === inForce?.view.id;
          return (
            <DropdownMenu.Item key={view.id} asChild>
              <Link
                to={{ search: viewSearch(view, params) }}
                aria-current={isInForce || undefined}
                className={look}
              >
                <span className="size-4 shrink-0">
                  {isInForce && <Check aria-hidden className="size-4 text-accent" />}
                </span>
                <span className="truncate" title={view.name}>
                  {view.name}
                </span>
              </Link>
            </DropdownMenu.Item>
          );
        })}
        {views.length === 0 && (
          <p className="px-2 py-1.5 text-[13px] text-faint">No saved views of this page yet.</p>
        )}
        {total > views.length && (
          <p className="px-2 py-1.5 text-xs text-faint">{`The first ${views.length} of ${total}, by name.`}</p>
        )}
      </div>
      <DropdownMenu.Separator className="my-1 h-px bg-line" />
      {inForce?.isModified && (
        <Action icon={Save} onSelect={onUpdate}>{`Update “${inForce.view.name}” to what is shown`}</Action>
      )}
      <Action icon={BookmarkPlus} onSelect={onSave}>
        Save this view…
      </Action>
      {inForce && (
        <>
          <Action icon={Pencil} onSelect={onRename}>
            Rename…
          </Action>
          <Action icon={Trash2} onSelect={onDelete}>
            Delete…
          </Action>
        </>
      )}
    </>
  );
}

type ActionProps = { icon: LucideIcon; onSelect: () => void; children: string };

function Action({ icon: Icon, onSelect, children }: ActionProps) {
  const refusal = useRefusal('operate');
  return (
    <DropdownMenu.Item
      className={look}
      onSelect={onSelect}
      disabled={refusal !== null}
      title={refusal ?? undefined}
    >
      <Icon aria-hidden className="size-4 shrink-0 text-faint" />
      <span className="truncate" title={children}>
        {children}
      </span>
    </DropdownMenu.Item>
  );
}
