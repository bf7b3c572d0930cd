import { AppError } from '@apiscope/core/errors';
import type { GetServiceInput, ServiceDetail } from '@apiscope/core/services/schema';
import type { DbOrTx } from '../client.ts';
import { summariseServices, toService } from './list-services.ts';
import { readServiceParts, readServices } from './read-services.ts';

/**
 * One service with its versions and who sends its data, and how its requests went over a range.
 * @throws AppError NOT_FOUND when nothing was ever sent under this name; BAD_REQUEST naming `endDate` when the range is reversed.
 */
export async function getService(db: DbOrTx, { name, ...range }: GetServiceInput): Promise<ServiceDetail> {
  const [facts] = await readServices(db, name);
  if (!facts) throw new AppError('NOT_FOUND', `there is no service ${name}`);
  const summaries = await summariseServices(db, { service: name, ...range });
  return { ...toService(facts, summaries), ...(await readServiceParts(db, name)) };
}
