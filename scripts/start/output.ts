import { formatLine } from './format-line.ts';

export type Output = {
  /** A line of the supervisor's own. */
  say(line: string): void;
  /** A line that a child wrote. */
  onLine(name: string, line: string): void;
};

/** Writes to stdout. `onClosed` is called when nobody reads it any more. */
export function createOutput(onClosed: () => void): Output {
  const isTerminal = process.stdout.isTTY === true;
  process.stdout.on('error', onClosed);
  const write = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  return {
    say: (line) => write(isTerminal ? `\u001b[1mapiscope:\u001b[0m ${line}` : `apiscope: ${line}`),
    onLine: (name, line) => write(formatLine(name, line, isTerminal)),
  };
}
