import { useLocation, useNavigate } from '@remix-run/react';
import { CircleHelp, Clock, Layers, Monitor, Moon, Sun } from 'lucide-react';
import { RangePicker } from '../range/range-picker.tsx';
import { serviceLink } from '../services/service-link.ts';
import { offsetName, type Zone } from '../time/zone.ts';
import { useZone } from '../time/zone-context.ts';
import { Button } from '../ui/button.tsx';
import { ChoiceMenu } from '../ui/choice-menu.tsx';
import { useLinkWith } from '../ui/use-link-with.ts';
import type { Session } from './load-shell.server.ts';
import { scopeOf } from './nav-items.ts';
import { type Theme, themes } from './preferences.ts';
import { usePreferences } from './use-preferences.ts';
import { useServiceOfPath } from './use-scope.ts';
import { UserMenu } from './user-menu.tsx';

type TopBarProps = {
  /** The browser's own zone. */
  zone: Zone;
  services: string[];
  service: string | null;
  now: number;
  /** Who is signed in; null where nobody signs in. */
  member: Session['member'];
  onHelp: () => void;
};

/** Pages of the whole of Apiscope, whatever service and range. */
const unscoped = ['targets', 'worker', 'retention', 'redaction', 'members', 'keys', 'audit'].map(
  (page) => `/dashboard/${page}`,
);
const themeLooks = {
  system: { label: 'Like the system', icon: Monitor },
  light: { label: 'Light', icon: Sun },
  dark: { label: 'Dark', icon: Moon },
} as const;

/** What every page shares: whose data, of when, in which zone, in which colours. */
export function TopBar({ zone, services, service, now, member, onHelp }: TopBarProps) {
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const isScoped = !unscoped.includes(pathname);
  const linkWith = useLinkWith();
  const { theme, utc, change } = usePreferences();
  const shown = useZone();
  const ofPath = useServiceOfPath();
  const isOfServices = pathname.startsWith('/dashboard/services');
  const shownService = isOfServices ? ofPath : service;
  const names =
    shownService !== null && !services.includes(shownService) ? [shownService, ...services] : services;
  const linkOf = (name: string) => {
    if (!isOfServices) return linkWith({ service: name, page: null });
    return name === '' ? `/dashboard/services${scopeOf(search)}` : serviceLink(search, name);
  };
  return (
    <div className="sticky top-0 z-20 border-b border-line bg-surface/95 backdrop-blur">
      <div className="flex min-h-14 flex-wrap items-center gap-2 px-4 py-2">
        {isScoped && (
          <>
            <ChoiceMenu
              label="Service"
              icon={Layers}
              value={shownService ?? ''}
              choices={[
                { value: '', label: 'All services' },
                ...names.map((name) => ({ value: name, label: name })),
              ]}
              onChoose={(name) => void navigate(linkOf(name))}
            />
            <RangePicker now={now} />
          </>
        )}
        <div className="ml-auto flex items-center gap-2">
          <ChoiceMenu
            label="Time zone"
            icon={Clock}
            shown={<ZoneName zone={shown} />}
            value={utc ? 'UTC' : 'local'}
            choices={[
              { value: 'local', label: zone.replaceAll('_', ' '), note: offsetName(now, zone) },
              ...(zone === 'UTC' ? [] : [{ value: 'UTC', label: 'UTC' }]),
            ]}
            onChoose={(choice) => change({ zone, utc: choice === 'UTC' })}
          />
          <span className="sr-only" data-testid="zone">
            {`Times are in ${shown}`}
          </span>
          <ChoiceMenu
            label="Theme"
            icon={themeLooks[theme].icon}
            shown={null}
            value={theme}
            choices={themes.map((name) => ({ value: name, label: themeLooks[name].label }))}
            onChoose={(name) => change({ zone, theme: name as Theme })}
          />
          <Button
            tone="quiet"
            size="icon"
            className="max-md:hidden"
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts (?)"
            onClick={onHelp}
          >
            <CircleHelp aria-hidden className="size-4" />
          </Button>
          {member && <UserMenu member={member} />}
        </div>
      </div>
    </div>
  );
}

/** The whole name where there is room, the city where there is some, else the clock alone. */
function ZoneName({ zone }: { zone: Zone }) {
  return (
    <>
      <span className="max-lg:hidden">{zone.replaceAll('_', ' ')}</span>
      <span className="max-sm:hidden lg:hidden">{zone.split('/').at(-1)?.replaceAll('_', ' ')}</span>
    </>
  );
}
