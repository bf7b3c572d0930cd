import { useSearchParams } from '@remix-run/react';
import { type ReactNode, useCallback, useState } from 'react';
import { readRange } from '../range/range.ts';
import { ZoneContext } from '../time/zone-context.ts';
import { Notice } from '../ui/notice.tsx';
import { PermissionsContext } from '../ui/permissions.ts';
import { HealthBanner } from './health-banner.tsx';
import { HelpDialog } from './help-dialog.tsx';
import type { Session } from './load-shell.server.ts';
import { ProgressLine } from './progress-line.tsx';
import { SideNav } from './side-nav.tsx';
import { TopBar } from './top-bar.tsx';
import { useHealth } from './use-health.ts';
import { useLocalZone } from './use-local-zone.ts';
import { usePermissions } from './use-permissions.ts';
import { usePreferences } from './use-preferences.ts';
import { useShortcuts } from './use-shortcuts.ts';

type FrameProps = {
  services: string[];
  service: string | null;
  now: number;
  /** null: not known, so that nothing is held back; the API judges. */
  session: Session | null;
  children: ReactNode;
};

/** Everything around a page: navigation, the shared controls, the banner about Apiscope's own health. */
export function Frame({ services, service, now, session, children }: FrameProps) {
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const openHelp = useCallback(() => setIsHelpOpen(true), []);
  const zone = useLocalZone();
  const { utc } = usePreferences();
  const trouble = useHealth();
  const permissions = usePermissions(session);
  const [params] = useSearchParams();
  const { problem } = readRange(params);
  useShortcuts({ onHelp: openHelp });
  return (
    <ZoneContext.Provider value={utc ? 'UTC' : zone}>
      <PermissionsContext.Provider value={permissions}>
        <div className="md:flex">
          <a
            href="#content"
            className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-accent-ink focus:not-sr-only focus:fixed focus:left-3 focus:top-3"
          >
            Skip to content
          </a>
          <ProgressLine />
          <SideNav />
          <div className="min-w-0 flex-1 pb-16 md:pb-0">
            <TopBar
              zone={zone}
              services={services}
              service={service}
              now={now}
              member={session?.member ?? null}
              onHelp={openHelp}
            />
            {trouble && <HealthBanner trouble={trouble} />}
            <main id="content" tabIndex={-1} className="mx-auto max-w-[1560px] space-y-4 p-4 outline-none">
              {problem && (
                <Notice tone="warn" role="alert">
                  {problem} Showing the last hour.
                </Notice>
              )}
              {children}
            </main>
          </div>
          <HelpDialog isOpen={isHelpOpen} onChange={setIsHelpOpen} />
        </div>
      </PermissionsContext.Provider>
    </ZoneContext.Provider>
  );
}
