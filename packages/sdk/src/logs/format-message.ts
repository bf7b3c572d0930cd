/** Longest text made of one object, characters. */
const longest = 8_000;

/**
 * What a console would write of its arguments, on one line: a format of the first one filled in (`%s %d %i %f %j %o %O`), objects as JSON.
 * Errors are kept whole as `meta.err`.
 */
export function formatMessage(args: readonly unknown[]): { message: string; meta?: Record<string, unknown> } {
  const [first, ...others] = args;
  let used = 0;
  const filled =
    typeof first === 'string' && others.length > 0
      ? first.replace(/%[sdifjoO%]/g, (mark) => {
          if (mark === '%%') return '%';
          return used < others.length ? fill(mark, others[used++]) : mark;
        })
      : undefined;
  const rest = filled === undefined ? args : others.slice(used);
  const message = [...(filled === undefined ? [] : [filled]), ...rest.map(toText)].join(' ');
  const error = args.find((arg) => arg instanceof Error);
  return error === undefined ? { message } : { message, meta: { err: describe(error) } };
}

function fill(mark: string, value: unknown): string {
  if (mark === '%s') return toText(value);
  if (mark === '%d' || mark === '%f') return String(Number(value));
  if (mark === '%i') return String(Number.parseInt(String(value), 10));
  return toText(value);
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, longest);
  } catch {
    return '[unreadable]';
  }
}

function describe(error: Error): Record<string, unknown> {
  return { name: error.name, message: error.message, stack: error.stack };
}
