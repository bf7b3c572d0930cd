import type { PatternTrend as Trend } from '@apiscope/core/logs/pattern-schema';
import { useNavigate, useSearchParams } from '@remix-run/react';
import { BarChart } from '../charts/bar-chart.tsx';
import { exactCount } from '../format/format-count.ts';
import { levelStacks } from '../logs/level-stacks.ts';
import { narrowTo } from '../logs/zoom.ts';
import { bucketName } from '../range/bucket-size.ts';
import { Section } from '../ui/section.tsx';

/** The lines of a pattern over the range, by level; a stretch of it chosen with the pointer or the keys becomes the range. */
export function PatternTrend({ trend, now }: { trend: Trend; now: number }) {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const { data, metadata } = trend;
  const total = data.reduce((sum, { count }) => sum + count, 0);
  const bars = data.map(({ windowStart, windowEnd, levels }) => ({
    start: Date.parse(windowStart),
    end: Date.parse(windowEnd),
    values: levelStacks.map(({ id }) => levels[id]),
  }));
  return (
    <Section
      title="Over time"
      action={total > 0 && `${exactCount(total)} lines, ${bucketName(metadata.windowSize)} a bar`}
    >
      {total === 0 ? (
        <p className="text-xs text-faint">No lines of it in this range.</p>
      ) : (
        <BarChart
          bars={bars}
          stacks={levelStacks}
          label="Lines of the pattern over time"
          noun="lines"
          now={now}
          onChoose={(span) =>
            void navigate(
              { search: narrowTo(params, { span, now }).toString() },
              { preventScrollReset: true },
            )
          }
        />
      )}
    </Section>
  );
}
