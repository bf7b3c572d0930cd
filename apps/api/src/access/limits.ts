import { createTokenBuckets, type Taken, type TokenBuckets } from '@apiscope/core/access/token-buckets';
import { AppError } from '@apiscope/core/errors';

/** Requests a minute; 0: as many as come. */
export type RateLimits = {
  /** Of one API key. */
  key: number;
  /** Of one address that shows no key, members and strangers alike. */
  address: number;
  /** Of one address with a key that is not taken; beyond it that key is not even looked up. */
  failures: number;
};

export type Limit = { name: keyof RateLimits; quota: number; buckets: TokenBuckets };
/** The limits of this process, each with its buckets; null where there is none. */
export type Limits = Record<keyof RateLimits, Limit | null>;

const windowMs = 60_000;
/** Callers that are remembered of each kind: some megabytes at most. */
const maxKeys = 20_000;

/** Makes the buckets of a process; every process counts for itself. */
export function createLimits(limits: RateLimits): Limits {
  const make = (name: keyof RateLimits): Limit | null => {
    const quota = limits[name];
    return quota === 0
      ? null
      : { name, quota, buckets: createTokenBuckets({ quota, windowMs }, { maxKeys }) };
  };
  return { key: make('key'), address: make('address'), failures: make('failures') };
}

/** The fields of an answer that tell of a limit, as the IETF's draft has them (draft-ietf-httpapi-ratelimit-headers-10). */
export function limitFields({ name, quota }: Limit, { remaining, fullMs }: Taken): [string, string][] {
  return [
    ['ratelimit-policy', `"${name}";q=${quota};w=${windowMs / 1_000}`],
    ['ratelimit', `"${name}";r=${remaining};t=${Math.ceil(fullMs / 1_000)}`],
  ];
}

/** The refusal of who asked too often. */
export function limitReached({ name, quota }: Limit, { waitMs }: Taken): AppError {
  return new AppError('TOO_MANY_REQUESTS', wordsOf[name](quota), {
    retryAfter: Math.max(1, Math.ceil(waitMs / 1_000)),
  });
}

const wordsOf: Record<keyof RateLimits, (quota: number) => string> = {
  key: (quota) => `this key may ask ${quota} times a minute`,
  address: (quota) => `without a key an address may ask ${quota} times a minute`,
  failures: () => 'this API key was refused too often: wait, then send one that counts',
};
