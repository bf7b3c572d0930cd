import { useSearchParams } from '@remix-run/react';
import { useMemo } from 'react';
import { readColumns } from '../search/read-columns.ts';
import { leastWidth, logColumns, logFieldsOf, logLooks } from './log-columns.tsx';

/** The columns that the address asks for, and the names in it that no line has. */
export function useLogColumns() {
  const [params] = useSearchParams();
  const text = params.get('columns');
  return useMemo(() => {
    const asked = readColumns(new URLSearchParams(text === null ? {} : { columns: text }));
    const fields = logFieldsOf(asked);
    return {
      columns: logColumns(fields),
      minWidth: leastWidth(fields),
      unknown: asked.filter((name) => !Object.hasOwn(logLooks, name)),
    };
  }, [text]);
}
