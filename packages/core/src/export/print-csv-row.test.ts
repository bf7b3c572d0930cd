import { describe, expect, it } from 'vitest';
import { job } from '../jobs/schema.ts';
import { log } from '../logs/schema.ts';
import { jobs } from '../search/resources/jobs.ts';
import { logs } from '../search/resources/logs.ts';
import { chooseColumns } from './choose-columns.ts';
import { listColumns } from './list-columns.ts';
import { printCsvHeader, printCsvRow } from './print-csv-row.ts';

const columns = listColumns(log, logs);
const row = (cells: Record<string, unknown>, names = Object.keys(cells).join()) =>
  printCsvRow(chooseColumns(columns, names), cells);

describe('listColumns', () => {
  it('keeps the order of the registry and tells text from what is ours and from JSON', () => {
    expect(printCsvHeader(columns)).toBe(
      'id,source,level,message,meta,service,traceId,requestId,patternId,created_at,updated_at\r\n',
    );
    expect(
      listColumns(job, jobs)
        .map(({ name }) => name)
        .slice(-3),
    ).toEqual(['stuck', 'payload', 'result']);
    const kinds = Object.fromEntries(listColumns(job, jobs).map(({ name, kind }) => [name, kind]));
    expect(kinds).toMatchObject({
      id: 'plain',
      task: 'text',
      status: 'plain',
      stuck: 'plain',
      payload: 'json',
      error: 'text',
      jobKey: 'text',
      duration: 'plain',
      startedAt: 'plain',
    });
  });
});

describe('printCsvRow', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['', '""'],
    [' padded ', ' padded '],
    ['日本語 🙂', '日本語 🙂'],
    ['=1+1', "'=1+1"],
    ['+49 30', "'+49 30"],
    ['-2', "'-2"],
    ['@cmd', "'@cmd"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['a=1', 'a=1'],
  ])('writes the text %j as %j', (text, cell) => {
    expect(row({ id: 1, message: text })).toBe(`1,${cell}\r\n`);
  });

  it('writes null as nothing, what is nested as JSON, and leaves numbers and moments alone', () => {
    const created_at = '2026-01-31T09:00:00.000Z';
    const cells = { id: -5, traceId: null, meta: { a: ['=1', null] }, created_at };
    expect(row(cells)).toBe(`-5,,"{""a"":[""=1"",null]}",${created_at}\r\n`);
    expect(row({ id: 1, meta: '=1+1' })).toBe('1,"""=1+1"""\r\n');
    expect(row({ id: 1, meta: -1 })).toBe('1,-1\r\n');
    expect(row({ id: 1, meta: null })).toBe('1,\r\n');
  });

  it('never writes an empty line, which readers pass over', () => {
    expect(row({ traceId: null })).toBe('""\r\n');
  });
});

describe('chooseColumns', () => {
  const refusal = (text: string) => {
    try {
      chooseColumns(columns, text);
    } catch (error) {
      return (error as Error).message;
    }
    return null;
  };

  it('takes them in the order asked for', () => {
    expect(chooseColumns(columns, 'message,id').map(({ name }) => name)).toEqual(['message', 'id']);
  });

  it.each([
    ['embedding', 'columns: unknown column "embedding"; there are id, source'],
    ['id,deleted_at', 'columns: unknown column "deleted_at"'],
    ['id, level', 'columns: unknown column " level"'],
    ['', 'columns: unknown column ""'],
    ['constructor', 'columns: unknown column "constructor"'],
    ['id,level,id', 'columns: id is given more than once'],
  ])('refuses %j, naming it', (text, message) => {
    expect(refusal(text)).toContain(message);
  });
});
