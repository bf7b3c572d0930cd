import { type Level, levelOf, severityOf } from '../logs/level.ts';

const levelByName: Readonly<Record<string, Level>> = {
  trace: 'trace',
  finest: 'trace',
  finer: 'trace',
  silly: 'trace',
  debug: 'debug',
  fine: 'debug',
  verbose: 'debug',
  config: 'debug',
  info: 'info',
  information: 'info',
  informational: 'info',
  notice: 'info',
  log: 'info',
  http: 'info',
  success: 'info',
  warn: 'warn',
  warning: 'warn',
  err: 'error',
  error: 'error',
  severe: 'error',
  fatal: 'fatal',
  crit: 'fatal',
  critical: 'fatal',
  alert: 'fatal',
  emerg: 'fatal',
  emergency: 'fatal',
  panic: 'fatal',
};

/** Alternatives for a pattern that finds a level in running text, upper case; longer names first. */
export const levelWords =
  'TRACE|FINEST|FINER|DEBUG|FINE|VERBOSE|INFORMATION|INFO|NOTICE|WARNING|WARN|ERROR|ERR|SEVERE|FATAL|CRITICAL|CRIT|ALERT|EMERGENCY|EMERG|PANIC';

/** The level a name stands for (log4j, syslog, winston, Python, java.util.logging, in any case), or null. */
export function parseLevelName(name: string): Level | null {
  const key = name.trim().toLowerCase();
  return Object.hasOwn(levelByName, key) ? levelByName[key]! : null;
}

/** The level of a pino or bunyan number, 10 (trace) to 60 (fatal); numbers between round down, null below 1. */
export function levelOfPinoNumber(number: number): Level | null {
  if (!Number.isFinite(number) || number < 1) return null;
  return levelOf(severityOf.trace + 4 * Math.max(0, Math.floor(number / 10) - 1));
}

/** The level of a syslog severity, 0 (emergency) to 7 (debug), of RFC 5424 section 6.2.1. */
export function levelOfSyslogSeverity(severity: number): Level {
  if (severity <= 2) return 'fatal';
  if (severity === 3) return 'error';
  if (severity === 4) return 'warn';
  return severity === 7 ? 'debug' : 'info';
}
