import { AppError } from '../../packages/core/src/errors.ts';
import { fail, type OpenDatabase, type Outcome, ok, warn } from './check.ts';

/** Whether the database has the tables of this release, and whose it has beside them. */
export async function checkMigrations({ url }: Pick<OpenDatabase, 'url'>): Promise<Outcome> {
  const { migrationStanding } = await import('../../packages/db/src/migrate.ts');
  try {
    const { pending, ahead } = await migrationStanding({ url });
    if (pending.length > 0)
      return warn(
        `${pending.length} are pending: ${listed(pending)}`,
        'npm start applies them, or the role migrate of a build',
      );
    if (ahead.length > 0)
      return warn(
        `a later release than this has migrated the database: ${listed(ahead)}`,
        'this one works on; start that release once it is rolled out',
      );
    return ok('those of this release, all applied');
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'CONFLICT') throw error;
    return fail(error.message, 'start the release that made them, or restore the back-up of before');
  }
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
}
