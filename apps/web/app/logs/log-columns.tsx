import type { logs } from '@apiscope/core/search/resources/logs';
import type { ReactNode } from 'react';
import { Timestamp } from '../time/timestamp.tsx';
import { columnsOf } from '../ui/table-columns.ts';
import { Highlighted } from './highlighted.tsx';
import { LevelBadge } from './level-badge.tsx';
import type { LogRow } from './log-row.ts';

export type LogField = keyof typeof logs.fields;

type Look = {
  header: string;
  /** Width; the message takes what the others leave. */
  rem?: number;
  className?: string;
  /** Where it goes when nobody has asked for it. */
  hiding?: string;
  cell: (row: LogRow) => ReactNode;
};

/** How every field of a line looks in the tail. */
export const logLooks: Record<LogField, Look> = {
  created_at: {
    header: 'Time',
    rem: 12,
    className: 'max-sm:w-24!',
    cell: ({ created_at }) => <Moment at={created_at} />,
  },
  level: { header: 'Level', rem: 4, cell: ({ level }) => <LevelBadge level={level} /> },
  service: {
    header: 'Service',
    rem: 7,
    hiding: 'max-lg:hidden',
    cell: ({ service }) => <Cut text={service} />,
  },
  source: { header: 'Source', rem: 10, hiding: 'max-md:hidden', cell: ({ source }) => <Cut text={source} /> },
  message: {
    header: 'Message',
    cell: ({ message }) => (
      <span className="block truncate font-mono text-xs">
        <Highlighted text={message} length={500} />
      </span>
    ),
  },
  meta: {
    header: 'Meta',
    rem: 20,
    cell: ({ meta }) => <Cut text={meta == null ? '' : JSON.stringify(meta).slice(0, 500)} />,
  },
  requestId: { header: 'Request', rem: 14, cell: ({ requestId }) => <Cut text={requestId ?? ''} /> },
  traceId: { header: 'Trace', rem: 16, cell: ({ traceId }) => <Cut text={traceId ?? ''} /> },
  patternId: { header: 'Pattern', rem: 6, cell: ({ patternId }) => <Cut text={String(patternId ?? '')} /> },
  id: { header: 'Id', rem: 7, cell: ({ id }) => <Cut text={String(id)} /> },
  updated_at: { header: 'Updated', rem: 12, cell: ({ updated_at }) => <Moment at={updated_at} /> },
};

export const defaultLogFields: readonly LogField[] = ['created_at', 'level', 'service', 'source', 'message'];

/** The fields asked for that there are; none asked for, or none there: the default ones. */
export function logFieldsOf(names: readonly string[]): readonly LogField[] {
  const fields = names.filter((name): name is LogField => Object.hasOwn(logLooks, name));
  return fields.length > 0 ? fields : defaultLogFields;
}

const column = columnsOf<LogRow>();

/** The columns of the tail. Those that somebody chose stay on narrow screens, where the table scrolls instead. */
export function logColumns(fields: readonly LogField[]) {
  const isChosen = fields !== defaultLogFields;
  return column.columns(
    fields.map((field) => {
      const { header, rem, className, hiding, cell } = logLooks[field];
      return column.accessor((row) => row[field], {
        id: field,
        header,
        cell: ({ row }) => cell(row.original),
        meta: { rem, className: `${className ?? ''} ${isChosen ? '' : (hiding ?? '')}` },
      });
    }),
  );
}

/** Least width of a table of these columns, rem; 0 when it fits any screen. Once a phone has to scroll, the message gets room. */
export function leastWidth(fields: readonly LogField[]): number {
  if (fields === defaultLogFields) return 0;
  const others = fields.reduce((sum, field) => sum + (logLooks[field].rem ?? 0), 0);
  if (!fields.includes('message')) return others;
  return others <= 16 ? others + 8 : others + 24;
}

function Moment({ at }: { at: string }) {
  return (
    <span className="font-mono text-xs text-muted">
      <Timestamp at={at} style="day-second" />
    </span>
  );
}

function Cut({ text }: { text: string }) {
  return (
    <span className="block truncate text-xs text-muted" title={text}>
      {text}
    </span>
  );
}
