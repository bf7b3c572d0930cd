import type { Finding, Status } from './check.ts';

const words: Record<Status, string> = { ok: 'ok', warn: 'warn', fail: 'FAIL', skip: '-' };

/** One line a check, with what mends it below; and what it comes to. */
export function printTable(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.flatMap((finding) => {
    const { name, status, says } = finding;
    const line = `${words[status].padEnd(4)}  ${name.padEnd(width)}  ${says.replaceAll('\n', '; ')}`;
    return 'fix' in finding ? [line, `${' '.repeat(width + 8)}fix: ${finding.fix}`] : [line];
  });
  const count = (status: Status) => findings.filter((finding) => finding.status === status).length;
  const sum = `${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} wrong, ${count('skip')} not checked`;
  return `${[...lines, '', sum].join('\n')}\n`;
}
