import type { ApiKey } from '@apiscope/core/access/key-schema';
import { keys } from '@apiscope/core/search/resources/keys';
import { useSearchParams } from '@remix-run/react';
import { KeyRound, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ExportMenu } from '../export/export-menu.tsx';
import { FilterBar } from '../search/filter-bar.tsx';
import { filterKeys } from '../search/read-filters.ts';
import { Button } from '../ui/button.tsx';
import { CommandLine } from '../ui/command-line.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Pager } from '../ui/pager.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import { useOpenId } from '../ui/use-open-id.ts';
import { useSort } from '../ui/use-sort.ts';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { keyColumns } from './key-columns.tsx';
import { KeyDrawer } from './key-drawer.tsx';
import type { loadKeys } from './load-keys.server.ts';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';
import { TokenDialog } from './token-dialog.tsx';
import { useKeyActions } from './use-key-actions.ts';

/** What is asked: a new key, another token for one, or whether it may go. */
type Question = { intent: 'create' } | { intent: 'rotate' | 'revoke'; key: ApiKey };

/** The keys of machines. */
export function KeysView(props: Awaited<ReturnType<typeof loadKeys>>) {
  const { page, problem, query, detail, services, views, origin } = props;
  const [question, setQuestion] = useState<Question | null>(null);
  const actions = useKeyActions();
  const [params] = useSearchParams();
  const linkWith = useLinkWith();
  const openId = useOpenId('key');
  const sort = useSort(keys.defaultOrder);
  const ask = (asked: Question) => {
    actions.forget();
    setQuestion(asked);
  };
  const close = () => setQuestion(null);
  const isFiltered = filterKeys(params).length > 0 || params.has('search');
  const isNew = page.data.length === 0 && !isFiltered;
  const opened = page.data.find(({ id }) => String(id) === openId) ?? detail?.key ?? null;
  const add = (
    <Button tone="primary" needs="admin" onClick={() => ask({ intent: 'create' })}>
      <Plus aria-hidden className="size-3.5" />
      Make a key
    </Button>
  );
  return (
    <>
      <PageHead title="API keys" note="for machines that send or read">
        {!isNew && add}
      </PageHead>
      {actions.said?.isDone && question === null && <Notice tone="info">{actions.said.message}</Notice>}
      {!isNew && (
        <FilterBar
          resource={keys}
          what="keys"
          problem={problem}
          views={views}
          actions={<ExportMenu path="/keys/export" query={query} />}
        />
      )}
      <div className="rounded-lg border border-line bg-surface">
        {isNew ? (
          <NoKeys add={add} />
        ) : page.data.length === 0 ? (
          <EmptyState icon={KeyRound} title="No key passes the filters" />
        ) : (
          <>
            <DataTable
              caption="API keys"
              columns={keyColumns}
              rows={page.data}
              rowId={({ id }) => String(id)}
              openId={openId}
              linkTo={({ id }) => linkWith({ key: String(id) })}
              sort={sort}
            />
            <Pager metadata={page.metadata} shown={page.data.length} noun="keys" />
          </>
        )}
      </div>
      {openId !== null && (
        <KeyDrawer
          apiKey={opened}
          isLoading={String(detail?.id) !== openId}
          onRotate={() => opened && ask({ intent: 'rotate', key: opened })}
          onRevoke={() => opened && ask({ intent: 'revoke', key: opened })}
        />
      )}
      {question?.intent === 'create' && (
        <CreateKeyDialog services={services} actions={actions} onClose={close} />
      )}
      {question?.intent === 'rotate' && (
        <RotateKeyDialog apiKey={question.key} actions={actions} onClose={close} />
      )}
      {question?.intent === 'revoke' && (
        <ConfirmDialog
          title={`Revoke “${question.key.name}”?`}
          about="Whoever uses it is refused from the next request on, and it can't be had back."
          action="Revoke the key"
          needs="admin"
          isBusy={actions.isBusy}
          problem={actions.problem}
          onConfirm={() => void actions.revoke(question.key).then((isDone) => isDone && close())}
          onClose={close}
        />
      )}
      {actions.made && question === null && (
        <TokenDialog made={actions.made} origin={origin} onClose={actions.forgetToken} />
      )}
    </>
  );
}

function NoKeys({ add }: { add: ReactNode }) {
  return (
    <EmptyState icon={KeyRound} title="No key yet">
      <p>
        A key lets a machine in: an SDK that sends requests and logs, a script that reads them, an agent at
        the MCP server. It has a name, scopes, perhaps one service and an end, and can be revoked at any time.
        While Apiscope is bound to this machine alone and AUTH is off, none is needed.
      </p>
      {add}
      <p>Without a browser, on the machine itself:</p>
      <CommandLine command="npm run key -- create --name shop --scopes ingest --service shop" />
    </EmptyState>
  );
}
