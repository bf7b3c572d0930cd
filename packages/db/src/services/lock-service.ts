import type { Tx } from '../client.ts';
import { ensureServices } from './ensure-services.ts';

/**
 * Makes sure that the service is in the catalogue and holds its row until the transaction ends. Whoever changes windows or endpoints of
 * a service takes this lock first and no other service's, so that such transactions run one after the other and can't deadlock.
 */
export async function lockService(tx: Tx, service: string): Promise<void> {
  await ensureServices(tx, [service]);
  await tx.$queryRaw`SELECT id FROM services WHERE name = ${service} FOR NO KEY UPDATE`;
}
