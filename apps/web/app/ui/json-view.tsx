import { Fragment, type ReactNode } from 'react';

/** What the redactor leaves in place of a secret. */
const redactedMark = '[redacted]';
const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Text or JSON, indented and coloured; redacted values stand out. Long ones scroll in their own box. */
export function JsonView({ value }: { value: unknown }) {
  const isText = typeof value === 'string';
  const text = isText ? value : JSON.stringify(value, null, 2);
  return (
    <pre
      className="max-h-96 overflow-auto whitespace-pre-wrap break-words rounded-md border border-line bg-canvas p-3 font-mono text-xs leading-5"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
    >
      {isText || text.length > 200_000 ? markRedacted(text) : colour(text)}
    </pre>
  );
}

function colour(json: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const match of json.matchAll(token)) {
    const [whole, text, colon] = match;
    if (match.index > at) parts.push(json.slice(at, match.index));
    parts.push(
      <span key={match.index} className={text ? (colon ? 'text-accent' : 'text-good') : 'text-warn'}>
        {markRedacted(whole)}
      </span>,
    );
    at = match.index + whole.length;
  }
  parts.push(json.slice(at));
  return parts;
}

/** Puts a visible label around every redacted value of a text; `draw` draws what lies between. */
export function markRedacted(text: string, draw: (part: string) => ReactNode = (part) => part): ReactNode {
  if (!text.toLowerCase().includes(redactedMark)) return draw(text);
  return text.split(/(\[redacted\])/i).map((part, index) =>
    part.toLowerCase() === redactedMark ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move.
      <mark key={index} className="rounded bg-warn-soft px-1 font-semibold text-warn">
        {part}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move.
      <Fragment key={index}>{draw(part)}</Fragment>
    ),
  );
}
