import type { RulesVersion } from '@apiscope/core/redact/rules-schema';
import { Timestamp } from '../time/timestamp.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';

type RulesHistoryProps = { versions: readonly RulesVersion[]; onTake: (version: RulesVersion) => void };

/** The rules that held before, any of which can be taken into the form. */
export function RulesHistory({ versions, onTake }: RulesHistoryProps) {
  return (
    <Card title="Versions">
      <ul className="divide-y divide-line px-4 pb-2 text-[13px]">
        {versions.length === 0 && (
          <li className="py-2 text-muted">No rules have been set: the built-in ones hold.</li>
        )}
        {versions.map((version) => (
          <li key={version.version} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <span className="font-medium">Version {version.version}</span>
            {version.created_at !== null && <Timestamp at={version.created_at} style="day-minute" />}
            <span className="min-w-0 break-words text-xs text-faint">{summaryOf(version)}</span>
            <Button
              size="small"
              tone="quiet"
              className="ml-auto"
              aria-label={`Take version ${version.version} into the form`}
              onClick={() => onTake(version)}
            >
              Take
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function summaryOf({ names, except, shapes }: RulesVersion): string {
  const off = Object.values(shapes).filter((isOn) => isOn === false).length;
  return `${names.length} ${names.length === 1 ? 'name' : 'names'}, ${except.length} exceptions${off > 0 ? `, ${off} shapes off` : ''}`;
}
