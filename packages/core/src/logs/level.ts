/** Log levels from least to most severe. */
export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

export type Level = (typeof levels)[number];

/** Lowest OpenTelemetry SeverityNumber of each level (Logs Data Model, "SeverityNumber"). */
export const severityOf: Record<Level, number> = {
  trace: 1,
  debug: 5,
  info: 9,
  warn: 13,
  error: 17,
  fatal: 21,
};

/** The level of an OpenTelemetry SeverityNumber, 1 to 24; numbers outside are clamped. */
export function levelOf(severity: number): Level {
  const index = Math.floor((Math.min(24, Math.max(1, severity)) - 1) / 4);
  return levels[index]!;
}
