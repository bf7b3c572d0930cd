import { type Level, levels } from '@apiscope/core/logs/level';
import type { SeenLog } from './create-log-intake.ts';

/**
 * Reads a line of pino, or of any logger that writes JSON with `level`, `time` and `msg`. Levels between pino's own count as the one
 * below; what is not JSON is a message of level info.
 */
export function readPinoLine(line: string): SeenLog | null {
  const text = line.trim();
  if (text === '') return null;
  const parsed = parse(text);
  if (parsed === null) return { level: 'info', source: 'pino', message: text };
  const { level, time, msg, message, name, requestId, traceId, pid, hostname, v, ...meta } = parsed;
  const at = typeof time === 'string' ? Date.parse(time) : Number(time ?? Number.NaN);
  const said = msg ?? message ?? (meta.err as { message?: unknown } | undefined)?.message ?? '';
  return {
    ...(Number.isFinite(at) && { at }),
    level: toLevel(level),
    source: typeof name === 'string' && name !== '' ? name : 'pino',
    message: typeof said === 'string' ? said : JSON.stringify(said),
    ...(Object.keys(meta).length > 0 && { meta }),
    ...(typeof requestId === 'string' && { requestId }),
    ...(typeof traceId === 'string' && { traceId }),
  };
}

function toLevel(level: unknown): Level {
  if (typeof level === 'number') return levels[Math.min(6, Math.max(1, Math.floor(level / 10))) - 1]!;
  return levels.find((name) => name === String(level).toLowerCase()) ?? 'info';
}

function parse(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
