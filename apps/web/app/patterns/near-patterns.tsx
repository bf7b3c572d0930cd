import type { SimilarPattern } from '@apiscope/core/logs/pattern-schema';
import { Link } from '@remix-run/react';
import { formatCount } from '../format/format-count.ts';
import { Timestamp } from '../time/timestamp.tsx';
import { PatternText } from './pattern-text.tsx';

type NearPatternsProps = { patterns: readonly SimilarPattern[]; linkTo: (pattern: SimilarPattern) => string };

/** Patterns with how alike they are to another, nearest first; each leads to where `linkTo` says. */
export function NearPatterns({ patterns, linkTo }: NearPatternsProps) {
  return (
    <ul className="-mx-2">
      {patterns.map((pattern) => (
        <li key={pattern.id} data-testid="similar-pattern">
          <Link
            to={linkTo(pattern)}
            preventScrollReset
            title={pattern.sample}
            className="block rounded-md px-2 py-1.5 hover:bg-raised"
          >
            <span className="flex flex-wrap items-baseline gap-x-3 text-xs text-faint">
              <Alike similarity={pattern.similarity} />
              <span>
                {pattern.service} · {pattern.source}
              </span>
              <span>
                {formatCount(pattern.count)} {pattern.count === 1 ? 'line' : 'lines'} ever
              </span>
              <span>
                last <Timestamp at={pattern.lastSeen} style="day-minute" />
              </span>
            </span>
            <span className="mt-0.5 line-clamp-2 break-words font-mono text-xs">
              <PatternText pattern={pattern.pattern} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Alike({ similarity }: { similarity: number }) {
  return (
    <span
      className="flex items-center gap-1.5 font-medium text-ink"
      title={`cosine similarity ${similarity}`}
    >
      <span aria-hidden className="h-1.5 w-10 overflow-hidden rounded-full bg-raised">
        <span
          className="block h-full rounded-full bg-accent"
          style={{ width: `${Math.max(0, similarity) * 100}%` }}
        />
      </span>
      {Math.round(similarity * 100)}% alike
    </span>
  );
}
