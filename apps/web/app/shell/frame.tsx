import { useSearchParams } from '@remix-run/react';
import { type ReactNode, useCallback, useState } from 'react';
import { readRange } from '../range/range.ts';
import { ZoneContext } from '../time/zone-context.ts';
import { Notice } from '../ui/notice.tsx';
import { HealthBanner } from './health-banner.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { ProgressLine } from './progress-line.tsx';
import { SideNav } from './side-nav.tsx';
import { TopBar } from './top-bar.tsx';
import { useHealth } from './use-health.ts';
import { useLocalZone } from './use-local-zone.ts';
import { usePreferences } from './use-preferences.ts';
import { useShortcuts } from './use-shortcuts.ts';

type FrameProps = { services: string[]; service: string | null; now: number; children: ReactNode };

/** Everything around a page: navigation, the shared controls, the banner about Apiscope's own health. */
export function Frame({ services, service, now, children }: FrameProps) {
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const openHelp = useCallback(() => setIsHelpOpen(true), []);
  const zone = useLocalZone();
  const { utc } = usePreferences();
  const trouble = useHealth();
  const [params] = useSearchParams();
  const { problem } = readRange(params);
  useShortcuts({ onHelp: openHelp });
  return (
    <ZoneContext.Provider value={utc ? 'UTC' : zone}>
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
          <TopBar zone={zone} services={services} service={service} now={now} onHelp={openHelp} />
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
    </ZoneContext.Provider>
  );
}
