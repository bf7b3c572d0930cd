import type { ReplayPreview } from '@apiscope/core/replay/run-schema';
import { Notice } from '../ui/notice.tsx';

type PreviewTextProps = { method: string; preview: ReplayPreview | null; problem: string | null };

/** What would be sent, or why it would not be. */
export function PreviewText({ method, preview, problem }: PreviewTextProps) {
  const reason = problem ?? preview?.refusal?.reason ?? null;
  return (
    <div className="mt-2 min-h-9 space-y-2" aria-live="polite" data-testid="replay-preview">
      {preview?.url && (
        <p className="break-all font-mono text-xs">
          <span className="font-semibold">{method}</span> {preview.url}
        </p>
      )}
      {reason !== null && <Notice tone="warn">It would not be sent: {reason}</Notice>}
      {preview !== null && preview.needsValue.length > 0 && (
        <p className="text-xs text-muted">
          Without a value, and so left out: <span className="font-mono">{preview.needsValue.join(', ')}</span>
        </p>
      )}
    </div>
  );
}
