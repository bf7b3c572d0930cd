import type { Level } from '@apiscope/core/logs/level';
import { Badge, type BadgeTone } from '../ui/badge.tsx';

const tones: Record<Level, BadgeTone> = {
  trace: 'neutral',
  debug: 'neutral',
  info: 'accent',
  warn: 'warn',
  error: 'bad',
  fatal: 'solid',
};

/** The severity of a line. */
export function LevelBadge({ level }: { level: Level }) {
  return <Badge tone={tones[level]}>{level}</Badge>;
}
