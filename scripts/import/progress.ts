/** Where progress is shown. */
export type Output = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };

export type Progress = {
  /** Bytes read of the file, of `totalBytes`. */
  bytes(count: number): void;
  /** Lines stored. */
  lines(count: number): void;
  /** A remark on a line of its own. */
  note(text: string): void;
  done(): void;
};

/** A bar that moves in place on a terminal; elsewhere a plain line every few seconds. `totalBytes` null: no share, no time left. */
export function createProgress(
  output: Output,
  {
    label,
    totalBytes,
    now = () => performance.now(),
  }: { label: string; totalBytes: number | null; now?: () => number },
): Progress {
  const started = now();
  const interval = output.isTTY ? 100 : 2_000;
  let [read, stored, shownAt, isOpen] = [0, 0, started, false];

  const show = (): void => {
    const share = totalBytes ? Math.min(1, read / totalBytes) : null;
    const text = `${label} ${describe({ stored, share, seconds: (now() - started) / 1_000 })}`;
    const bar = share === null ? '' : `${barOf(share)} `;
    output.write(
      output.isTTY ? `\r\u001b[K${bar}${text}`.slice(0, (output.columns || 120) + 3) : `${text}\n`,
    );
    isOpen = output.isTTY === true;
    shownAt = now();
  };
  const closeLine = (): void => {
    if (isOpen) output.write('\r\u001b[K');
    isOpen = false;
  };

  return {
    bytes: (count) => {
      read += count;
    },
    lines: (count) => {
      stored += count;
      if (now() - shownAt >= interval) show();
    },
    note: (text) => {
      closeLine();
      output.write(`${text}\n`);
    },
    done: closeLine,
  };
}

function barOf(share: number): string {
  const filled = Math.round(share * 20);
  return `[${'='.repeat(filled)}${' '.repeat(20 - filled)}]`;
}

function describe({
  stored,
  share,
  seconds,
}: {
  stored: number;
  share: number | null;
  seconds: number;
}): string {
  const rate = seconds > 0 ? Math.round(stored / seconds) : 0;
  const parts = [`${stored.toLocaleString('en')} lines`, `${rate.toLocaleString('en')} lines/s`];
  if (share === null) return parts.join(', ');
  const left = share > 0 && share < 1 ? `, ${Math.ceil((seconds / share) * (1 - share))} s left` : '';
  return `${Math.floor(share * 100)} %, ${parts.join(', ')}${left}`;
}
