import { stackPaths } from './stack-bars.ts';

type SparklineProps = {
  /** Counts bucket by bucket, oldest first. */
  counts: readonly number[];
  /** What it shows, in a sentence. */
  label: string;
};

/** Counts over time as small bars, high where it is most: the course, not the size. */
export function Sparkline({ counts, label }: SparklineProps) {
  const bars = counts.map((count, index) => ({ start: index, end: index + 1, values: [count] }));
  const [path] = stackPaths(bars, Math.max(1, ...counts));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${Math.max(1, counts.length)} 100`}
      preserveAspectRatio="none"
      className="block h-6 w-full border-b border-line"
    >
      <title>{label}</title>
      {path && <path d={path} fill="var(--series-traffic)" />}
    </svg>
  );
}
