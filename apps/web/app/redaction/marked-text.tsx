import { redacted } from '@apiscope/core/redact/rules';

/** A text with the parts marked that stand in place of secrets. */
export function MarkedText({ text }: { text: string }) {
  const parts = text.split(redacted);
  return (
    <pre className="max-h-72 overflow-auto whitespace-pre-wrap break-all font-mono text-xs leading-relaxed">
      {parts.map((part, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no name but their place
        <span key={n}>
          {part}
          {n < parts.length - 1 && (
            <mark className="rounded bg-warn-soft px-1 font-semibold text-warn">{redacted}</mark>
          )}
        </span>
      ))}
    </pre>
  );
}
