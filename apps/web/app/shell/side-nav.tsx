import { Link, NavLink } from '@remix-run/react';
import { Fragment } from 'react';
import { classNames } from '../ui/class-names.ts';
import { useRefusal } from '../ui/permissions.ts';
import { type NavItem, navGroups } from './nav-items.ts';
import { useScope } from './use-scope.ts';

/** The way between pages: a list on wide screens, icons on middling ones, a bar at the bottom of narrow ones. */
export function SideNav() {
  const scope = useScope();
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-20 flex overflow-x-auto border-t border-line bg-surface md:sticky md:overflow-y-auto md:inset-auto md:top-0 md:h-dvh md:flex-col md:gap-1 md:border-r md:border-t-0 md:p-2 xl:w-48"
    >
      <Link
        to={`/dashboard${scope}`}
        className="mb-2 hidden h-10 items-center gap-2 rounded-md px-1.5 md:flex"
      >
        <img src="/favicon.svg" alt="" width="24" height="24" className="size-6" />
        <span className="font-semibold tracking-tight md:max-xl:sr-only">Apiscope</span>
      </Link>
      {navGroups.map(({ name, items }) => (
        <Fragment key={name}>
          <h2 className="mt-3 hidden px-2.5 pb-1 text-[11px] font-medium uppercase tracking-wide text-muted first-of-type:mt-0 xl:block">
            {name}
          </h2>
          {items.map((item) => (
            <PageLink key={item.to} item={item} scope={scope} />
          ))}
        </Fragment>
      ))}
    </nav>
  );
}

function PageLink({ item: { to, name, icon: Icon, needs }, scope }: { item: NavItem; scope: string }) {
  if (useRefusal(needs) !== null) return null;
  return (
    <NavLink
      to={to + scope}
      end={to === '/dashboard'}
      title={name}
      className={({ isActive, isPending }) =>
        classNames(
          'flex flex-1 items-center justify-center gap-2.5 rounded-md px-2.5 py-2 text-[13px] font-medium text-muted hover:bg-raised hover:text-ink max-md:min-w-[3.25rem] max-md:shrink-0 max-md:flex-col max-md:gap-0.5 max-md:rounded-none max-md:px-0 max-md:text-[9px] max-md:tracking-tight md:flex-none xl:justify-start',
          isActive && 'bg-accent-soft text-accent hover:bg-accent-soft hover:text-accent',
          isPending && 'text-ink',
        )
      }
    >
      <Icon aria-hidden className="size-[18px] shrink-0" />
      <span className="md:max-xl:sr-only">{name}</span>
    </NavLink>
  );
}
