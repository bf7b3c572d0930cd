import { fail, type Machine, type OpenDatabase, type Outcome, ok, warn } from './check.ts';

/** Above the first, ms, what happened is shown at another time than it did; above the second data are refused or late. */
const [noticed, harmful] = [2_000, 60_000];

/** Whether this machine and the database agree on what time it is. Time zones may differ: all is kept in UTC. */
export async function checkClock(
  { client }: Pick<OpenDatabase, 'client'>,
  { clock }: Pick<Machine, 'clock'>,
): Promise<Outcome> {
  const before = clock.now();
  const { rows } = await client.query<{ now: number; zone: string }>(
    `SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now, current_setting('TimeZone') AS zone`,
  );
  const after = clock.now();
  const { now, zone } = rows[0]!;
  // Where the answer came from within the round trip is not known.
  const ahead = Math.max(before - now, 0) - Math.max(now - after, 0);
  const zones = `time zones: here ${Intl.DateTimeFormat().resolvedOptions().timeZone}, database ${zone}, kept in UTC`;
  if (Math.abs(ahead) <= noticed) return ok(`this machine and the database agree; ${zones}`);
  const says = `this machine is ${(Math.abs(ahead) / 1_000).toFixed(1)} s ${ahead > 0 ? 'ahead of' : 'behind'} the database; ${zones}`;
  const fix = 'let both follow NTP (timedatectl set-ntp true)';
  return Math.abs(ahead) > harmful ? fail(says, fix) : warn(says, fix);
}
