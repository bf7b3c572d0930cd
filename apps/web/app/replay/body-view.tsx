import type { BodyInfo } from '@apiscope/core/replay/schema';
import { formatBytes } from '../format/format-bytes.ts';
import { exactCount } from '../format/format-count.ts';
import { Badge } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Section } from '../ui/section.tsx';

const reasons = {
  binary: 'It is binary, so only its type and size were kept.',
  multipart: 'It has several parts, so only its type and size were kept.',
  stream: 'It is a stream, so nothing of it was kept.',
  unread: 'It was not read where it was captured, so there was nothing to keep.',
} as const;

type BodyViewProps = { title: string; body: unknown; info: BodyInfo | null };

/** A body as it was kept: indented where it is JSON, cut where it was too long, described where it was not kept. */
export function BodyView({ title, body, info }: BodyViewProps) {
  const isKept = body !== null && body !== undefined && body !== '';
  const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
  return (
    <Section
      title={title}
      action={
        <>
          {info?.contentType && <span className="max-w-52 truncate">{info.contentType}</span>}
          {info?.size != null && (
            <span title={`${exactCount(info.size)} bytes`}>{formatBytes(info.size)}</span>
          )}
          {info?.truncated && (
            <Badge tone="warn" title="only the first 64 KiB were kept">
              cut short
            </Badge>
          )}
          {info?.omitted && <Badge tone="warn">not kept</Badge>}
          {isKept && <CopyButton text={text} what={title.toLowerCase()} />}
        </>
      }
    >
      {isKept ? (
        <JsonView value={body} />
      ) : (
        <p className="text-xs text-faint">{info?.omitted ? reasons[info.omitted] : 'There was none.'}</p>
      )}
    </Section>
  );
}
