import { AppError } from '@apiscope/core/errors';
import { sqlState } from '../sql/sql-state.ts';

const uniqueViolation = '23505';

/** Awaits a write of `what`, such as a view. @throws AppError CONFLICT naming `name` when another one has it. */
export async function refuseTakenName<T>(
  { what, name }: { what: string; name: string },
  write: Promise<T>,
): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (sqlState(error) !== uniqueViolation) throw error;
    const message = `there is a ${what} “${name}” already`;
    throw new AppError('CONFLICT', `name: ${message}`, { issues: [{ path: 'name', message }], cause: error });
  }
}
