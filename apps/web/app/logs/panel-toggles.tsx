import { Link } from '@remix-run/react';
import { ChartColumn, ListChecks, type LucideIcon } from 'lucide-react';
import { buttonLook } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { usePanel } from './use-panel.ts';

/** Shows and hides what stands beside the lines; the address remembers it. */
export function PanelToggles() {
  return (
    <>
      <Toggle name="chart" label="chart over time" icon={ChartColumn} />
      <Toggle name="facets" label="facets" icon={ListChecks} />
    </>
  );
}

type ToggleProps = { name: 'chart' | 'facets'; label: string; icon: LucideIcon };

function Toggle({ name, label, icon: Icon }: ToggleProps) {
  const { isShown, toggleTo } = usePanel(name);
  const action = `${isShown ? 'Hide' : 'Show'} ${label}`;
  return (
    <Link
      to={toggleTo}
      replace
      preventScrollReset
      aria-label={action}
      title={action}
      className={classNames(buttonLook({ size: 'icon' }), isShown && 'border-accent/40 bg-accent-soft')}
    >
      <Icon aria-hidden className={classNames('size-4', isShown ? 'text-accent' : 'text-faint')} />
    </Link>
  );
}
