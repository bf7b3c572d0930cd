import { badParameter } from '../errors.ts';
import type { Column } from './list-columns.ts';

/**
 * Reads `columns`, a comma separated list of names, into those columns in the order asked for.
 * @throws AppError BAD_REQUEST naming `columns` and the name that is unknown, missing or given twice.
 */
export function chooseColumns(columns: readonly Column[], text: string): Column[] {
  const names = text.split(',');
  return names.map((name, at) => {
    const column = columns.find((one) => one.name === name);
    if (!column)
      throw badParameter(
        'columns',
        `unknown column ${JSON.stringify(name)}; there are ${columns.map((one) => one.name).join(', ')}`,
      );
    if (names.indexOf(name) !== at) throw badParameter('columns', `${name} is given more than once`);
    return column;
  });
}
