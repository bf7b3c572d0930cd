import type { Resource } from '@apiscope/core/search/fields';
import { Link, useSearchParams } from '@remix-run/react';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../api/api-problem.ts';
import { Notice } from '../ui/notice.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import type { PageViews } from '../views/read-views.server.ts';
import { ViewsMenu } from '../views/views-menu.tsx';
import { AddFilter } from './add-filter.tsx';
import { FilterChip } from './filter-chip.tsx';
import { filterKeys } from './read-filters.ts';
import { SearchBox } from './search-box.tsx';

type FilterBarProps = {
  resource: Resource;
  /** What is searched, in the plural. */
  what: string;
  /** Filters that have a control of their own. */
  ownControls?: readonly string[];
  /** Why the API refused the filters in force. */
  problem: ApiProblem | null;
  /** The saved views of the resource. */
  views: PageViews;
  /** What can be done with the list as a whole, on the right. */
  actions?: ReactNode;
  /** What a search may say, where that is more than elsewhere. */
  searchHelp?: ReactNode;
  children?: ReactNode;
};

/** Saved views, search, the page's own controls, and a chip for every filter of the URL. A refused filter shows the API's reason at its chip. */
export function FilterBar(props: FilterBarProps) {
  const { resource, what, ownControls = [], problem, views, searchHelp, actions, children } = props;
  const [params] = useSearchParams();
  const linkWith = useLinkWith();
  const chips = filterKeys(params).filter((name) => !ownControls.includes(name) || issueOf(problem, name));
  const elsewhere = problem?.issues.filter(({ path }) => !chips.includes(path)) ?? [];
  const none = Object.fromEntries(chips.map((name) => [name, null]));
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-2">
        <ViewsMenu resource={resource} {...views} />
        <SearchBox what={what} help={searchHelp} />
        {children}
        <AddFilter resource={resource} />
        {actions}
      </div>
      {chips.length > 0 && (
        <div className="flex flex-wrap items-center gap-1.5">
          {chips.map((name) => (
            <FilterChip
              key={name}
              name={name}
              value={params.get(name) ?? ''}
              removeTo={linkWith({ [name]: null, page: null })}
              problem={issueOf(problem, name)}
            />
          ))}
          <Link
            to={linkWith({ ...none, search: null, page: null })}
            className="rounded px-1.5 text-xs text-muted hover:underline"
          >
            Clear all
          </Link>
        </div>
      )}
      {problem && (elsewhere.length > 0 || problem.issues.length === 0) && (
        <Notice tone="bad" role="alert">
          {elsewhere.length > 0
            ? elsewhere.map(({ path, message }) => `${path}: ${message}`).join('; ')
            : problem.message}
        </Notice>
      )}
    </div>
  );
}

function issueOf(problem: ApiProblem | null, name: string): string | null {
  return problem?.issues.find(({ path }) => path === name)?.message ?? null;
}
