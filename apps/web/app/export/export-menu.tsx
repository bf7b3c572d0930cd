import { Download } from 'lucide-react';
import { LinkMenu } from '../ui/link-menu.tsx';
import { type ExportFormat, exportLink } from './export-link.ts';

const words: Record<ExportFormat, { label: string; note: string }> = {
  csv: { label: 'CSV', note: 'for spreadsheets' },
  ndjson: { label: 'NDJSON', note: 'one JSON object a line' },
  har: { label: 'HAR', note: 'with headers and bodies' },
};

type ExportMenuProps = {
  /** Path of the export, `/logs/export`. */
  path: string;
  /** What the list on this page was asked for, but for its paging. */
  query: Record<string, unknown>;
  formats?: readonly ExportFormat[];
};

/** Offers the whole list that a page shows a part of, in its filters, range and order. */
export function ExportMenu({ path, query, formats = ['csv', 'ndjson'] }: ExportMenuProps) {
  return (
    <LinkMenu
      label="Export"
      icon={Download}
      links={formats.map((format) => ({ href: exportLink(path, query, format), ...words[format] }))}
    />
  );
}
