import type { ReactNode } from 'react';
import { Timestamp } from '../time/timestamp.tsx';
import { FieldList } from '../ui/field-list.tsx';
import { Section } from '../ui/section.tsx';
import { type Seen, seenAnswer } from './seen-answer.ts';

type SeenBeforeProps = {
  /** Undefined while it is on its way, null when it cannot be read. */
  seen: Seen | null | undefined;
  /** Moment of what is asked about. */
  at: string;
  action?: ReactNode;
  children?: ReactNode;
};

/** Whether an error was seen before: since when, when last, how often, and which version of the service was without it. */
export function SeenBefore({ seen, at, action, children }: SeenBeforeProps) {
  if (!seen)
    return (
      <Section title="Seen before?">
        <p role={seen === null ? 'alert' : undefined} className="text-xs text-muted">
          {seen === null ? 'That could not be read. Open it again to look once more.' : 'Looking…'}
        </p>
      </Section>
    );
  const { firstSeen, lastSeen, version, lastVersionWithout } = seen;
  const without = lastVersionWithout ? (
    <Version text={lastVersionWithout} />
  ) : (
    version && <span className="text-faint">none is known</span>
  );
  return (
    <Section title="Seen before?" action={action}>
      <p className="mb-2 text-[13px] font-medium" data-testid="seen-answer">
        {seenAnswer(seen, at)}
      </p>
      <FieldList
        fields={[
          ['First seen', firstSeen && <Timestamp at={firstSeen} />],
          ['Last before', lastSeen && <Timestamp at={lastSeen} />],
          ['Version', version && <Version text={version} />],
          ['Last without it', without],
        ]}
      />
      {children}
    </Section>
  );
}

function Version({ text }: { text: string }) {
  return <span className="break-all font-mono text-xs">{text}</span>;
}
