import { findFile } from '../../apps/api/src/find-file.ts';
import { describeGeoFile } from '../../apps/api/src/geo/describe-geo-file.ts';
import { fail, type Machine, type Outcome, ok, reasonOf, warn } from './check.ts';

/** After so many days many addresses have moved. */
const oldAfterDays = 365;
const day = 86_400_000;

/** Whether the database of places is there, can be read and is of this year. */
export async function checkGeo({ env, clock }: Pick<Machine, 'env' | 'clock'>): Promise<Outcome> {
  const file = env.GEOIP_MMDB?.trim() || findFile('countries.mmdb');
  const name = env.GEOIP_MMDB ? `GEOIP_MMDB=${file}` : 'the built-in country database';
  try {
    const { type, builtAt } = await describeGeoFile(file);
    const age = Math.floor((clock.now() - builtAt.getTime()) / day);
    const says = `${name}: ${type} of ${builtAt.toISOString().slice(0, 10)}`;
    return age <= oldAfterDays ? ok(says) : warn(`${says}, ${age} days old`, 'fetch a newer one');
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return fail(
      `${name} ${isMissing ? 'is not there' : `cannot be read: ${reasonOf(error)}`}`,
      env.GEOIP_MMDB
        ? 'set GEOIP_MMDB to a city database in MMDB format, or unset it'
        : 'install anew: npm start does',
    );
  }
}
