import { AppError } from '@apiscope/core/errors';
import { sqlState } from '../../sql/sql-state.ts';

const uniqueViolation = '23505';

/** Awaits a write of a target. @throws AppError CONFLICT naming `name` when another target of the service has it. */
export async function refuseTakenName<T>(name: string, write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (sqlState(error) !== uniqueViolation) throw error;
    const message = `there is a target “${name}” already`;
    throw new AppError('CONFLICT', `name: ${message}`, { issues: [{ path: 'name', message }], cause: error });
  }
}
