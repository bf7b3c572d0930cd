import { Badge } from '../ui/badge.tsx';

/** An HTTP status in the colour of its class; no status means that no response was sent. */
export function StatusBadge({ status }: { status: number | null }) {
  if (status === null)
    return (
      <Badge tone="bad" title="no response was sent">
        none
      </Badge>
    );
  const tone = status >= 500 ? 'bad' : status >= 400 ? 'warn' : status >= 300 ? 'neutral' : 'good';
  return <Badge tone={tone}>{status}</Badge>;
}
