import { emptyWindowValue, summarise } from '@apiscope/core/metrics/window-value';
import type { Page } from '@apiscope/core/page';
import { catalogue } from '@apiscope/core/search/resources/catalogue';
import type { CatalogueEntry, ListCatalogueInput, SeenWith } from '@apiscope/core/services/schema';
import { type DbOrTx, Prisma } from '../client.ts';
import { overflowEndpoint } from '../metrics/admit-endpoints.ts';
import { summariseEndpoints } from '../metrics/list-endpoints.ts';
import { listComputed } from '../sql/list-computed.ts';
import { wireTime } from '../sql/wire.ts';

/**
 * One page of every endpoint that was ever seen, with how its requests went over a range; those without any have counts of 0.
 * @throws AppError BAD_REQUEST naming the filter, cursor, offset or `endDate` at fault.
 */
export async function listCatalogue(db: DbOrTx, input: ListCatalogueInput): Promise<Page<CatalogueEntry>> {
  const { service, startDate, endDate } = input;
  const summaries = new Map(
    (await summariseEndpoints(db, { service, startDate, endDate })).map((each) => [keyOf(each), each]),
  );
  const rows = (await readEndpoints(db, service)).map((row) => {
    const { service: _, endpoint: __, ...summary } = summaries.get(keyOf(row)) ?? nothing;
    return { ...row, ...summary, isOverflow: row.endpoint === overflowEndpoint };
  });
  return listComputed({
    resource: catalogue,
    input,
    scope: { service, startDate, endDate },
    rows,
    identity: ['endpoint', 'service'],
  });
}

const nothing = { service: '', endpoint: '', ...summarise(emptyWindowValue()) };

function keyOf({ service, endpoint }: { service: string; endpoint: string }): string {
  return JSON.stringify([service, endpoint]);
}

type Row = { service: string; endpoint: string; firstSeen: Date; lastSeen: Date; seenWith: SeenWith[] };

async function readEndpoints(db: DbOrTx, service: string | undefined) {
  const ofService = service === undefined ? Prisma.empty : Prisma.sql`AND service = ${service}`;
  const rows = await db.$queryRaw<Row[]>`
    SELECT service, endpoint, first_seen AS "firstSeen", last_seen AS "lastSeen", seen_with AS "seenWith"
    FROM endpoints WHERE deleted_at IS NULL ${ofService}`;
  return rows.map((row) => ({
    ...row,
    firstSeen: wireTime(row.firstSeen),
    lastSeen: wireTime(row.lastSeen),
  }));
}
