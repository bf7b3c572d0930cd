import type { Answer } from '@apiscope/core/replay/diff/answer';
import {
  type CompareVersionsInput,
  maxComparedPairs,
  maxVersionRequests,
} from '@apiscope/core/replay/version-schema';
import { type DbOrTx, Prisma } from '../client.ts';

/** Alike requests of two versions with what each answered. */
export type VersionPair = { before: number; after: number; answers: { before: Answer; after: Answer } };

/** Pairs whose answers are read at a time; a body that is stored has 64 KiB at most. */
const pageSize = 25;

type AnswerRow = Answer & { id: bigint };

/** What two versions answered to requests of the same method, path, query and body: the newest of each, the newest first. */
export async function* listVersionPairs(
  db: DbOrTx,
  { service, endpoint, before, after }: CompareVersionsInput,
): AsyncGenerator<VersionPair> {
  const newest = (version: string) => Prisma.sql`
    SELECT DISTINCT ON (method, path, query, md5(body)) id, method, path, query, md5(body) AS body, timestamp FROM (
      SELECT id, method, path, query, body, timestamp FROM request_snapshots
      WHERE service = ${service} AND endpoint = ${endpoint} AND version = ${version} AND deleted_at IS NULL
      ORDER BY timestamp DESC LIMIT ${maxVersionRequests}) AS newest
    ORDER BY method, path, query, md5(body), timestamp DESC`;
  const pairs = await db.$queryRaw<{ before: bigint; after: bigint }[]>`
    SELECT one.id AS before, two.id AS after FROM (${newest(before)}) AS one
    JOIN (${newest(after)}) AS two ON two.method = one.method AND two.path = one.path AND two.query = one.query
      AND two.body IS NOT DISTINCT FROM one.body
    ORDER BY two.timestamp DESC, two.id DESC LIMIT ${maxComparedPairs}`;
  for (let at = 0; at < pairs.length; at += pageSize) {
    const page = pairs.slice(at, at + pageSize);
    const ids = page.flatMap((pair) => [String(pair.before), String(pair.after)]);
    const rows = await db.$queryRaw<AnswerRow[]>`
      SELECT id, status_code AS "statusCode", response_headers AS headers, response_body AS body,
        response_body_info AS "bodyInfo"
      FROM request_snapshots WHERE id = ANY (${ids}::bigint[]) AND deleted_at IS NULL`;
    const answers = new Map(rows.map(({ id, ...answer }) => [id, answer]));
    for (const pair of page) {
      const [one, two] = [answers.get(pair.before), answers.get(pair.after)];
      if (one && two)
        yield {
          before: Number(pair.before),
          after: Number(pair.after),
          answers: { before: one, after: two },
        };
    }
  }
}
