import type { Answer } from '@apiscope/core/replay/diff/answer';
import type { DbOrTx } from '../../client.ts';

/** Two answers to the same request, each of a replay. */
export type AnswerPair = { first: Answer; second: Answer };

type PairRow = {
  snapshotId: bigint;
  statusCode: number | null;
  headers: Answer['headers'];
  body: string | null;
  bodyInfo: Answer['bodyInfo'];
  otherStatusCode: number | null;
  otherHeaders: Answer['headers'];
  otherBody: string | null;
  otherBodyInfo: Answer['bodyInfo'];
};

/** Requests whose answers are read at a time; a body that is stored has 64 KiB at most. */
const pageSize = 50;

/** The answers of both passes of a run, of every request that was answered both times. */
export async function* listPairs(db: DbOrTx, setRunId: number): AsyncGenerator<AnswerPair> {
  let after = '0';
  for (;;) {
    const rows: PairRow[] = await db.$queryRaw<PairRow[]>`
      SELECT one.snapshot_id AS "snapshotId", a.status_code AS "statusCode", a.response_headers AS headers,
        a.response_body AS body, a.response_body_info AS "bodyInfo", b.status_code AS "otherStatusCode",
        b.response_headers AS "otherHeaders", b.response_body AS "otherBody", b.response_body_info AS "otherBodyInfo"
      FROM replay_sends AS one
      JOIN replay_sends AS two ON two.set_run_id = one.set_run_id AND two.pass = 2 AND two.snapshot_id = one.snapshot_id
      JOIN replay_runs AS a ON a.id = one.run_id AND a.status = 'done'
      JOIN replay_runs AS b ON b.id = two.run_id AND b.status = 'done'
      WHERE one.set_run_id = ${String(setRunId)}::bigint AND one.pass = 1 AND one.snapshot_id > ${after}::bigint
        AND a.deleted_at IS NULL AND b.deleted_at IS NULL
      ORDER BY one.snapshot_id LIMIT ${pageSize}`;
    for (const row of rows) {
      const { statusCode, headers, body, bodyInfo } = row;
      yield {
        first: { statusCode, headers, body, bodyInfo },
        second: {
          statusCode: row.otherStatusCode,
          headers: row.otherHeaders,
          body: row.otherBody,
          bodyInfo: row.otherBodyInfo,
        },
      };
    }
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = String(last.snapshotId);
  }
}
