import type { LevelCounts } from '@apiscope/core/logs/pattern-schema';
import { partHeights } from '../charts/stack-bars.ts';
import { exactCount } from '../format/format-count.ts';
import { levelStacks } from '../logs/level-stacks.ts';

/** How lines are spread over the levels: a bar, most severe first, and the counts in words. */
export function LevelMix({ levels }: { levels: LevelCounts }) {
  const total = levelStacks.reduce((sum, { id }) => sum + levels[id], 0);
  const widths = partHeights(
    levelStacks.map(({ id }) => levels[id]),
    Math.max(1, total),
  );
  const words = levelStacks
    .filter(({ id }) => levels[id] > 0)
    .map(({ id }) => `${exactCount(levels[id])} ${id}`)
    .join(', ');
  return (
    <span title={words || 'no line is left'} className="block">
      <span aria-hidden className="flex h-2 w-full overflow-hidden rounded-sm bg-raised">
        {levelStacks.map(({ id, color }, index) => (
          <span key={id} style={{ width: `${widths[index]}%`, background: color }} />
        ))}
      </span>
      <span className="sr-only">{words || 'no line is left'}</span>
    </span>
  );
}
