import { expect, it } from 'vitest';
import { printColumns, readColumns } from './read-columns.ts';

const read = (columns: string) => readColumns(new URLSearchParams({ columns }));

it('columns of the address are fields in their order, each once, with time short for created_at', () => {
  expect(read('time,level,message')).toEqual(['created_at', 'level', 'message']);
  expect(read('level,created_at,,time,level')).toEqual(['level', 'created_at']);
  expect(readColumns(new URLSearchParams())).toEqual([]);
  expect(printColumns(['created_at', 'level'])).toBe('time,level');
  expect(printColumns([])).toBeNull();
});
