import { listenVariables } from '@apiscope/core/env/listen-variables';
import { publicUrl } from '@apiscope/core/env/public-url';
import { sharedVariables } from '@apiscope/core/env/shared-variables';
import { createCidrSet } from '@apiscope/core/geo/cidr-set';
import { maxHarBytes } from '@apiscope/core/replay/import-schema';
import { z } from 'zod';

const text = z.string().trim();
const optional = text.transform((value) => (value === '' ? undefined : value)).optional();

/** Requests a minute; 0: no limit. */
const rate = z.coerce.number().int().min(0).max(10_000_000).optional();

/** Whether a text is an origin as browsers write it; neither `*` nor `null` is anybody's. */
function isOrigin(text: string): boolean {
  return (
    !text.includes('*') &&
    URL.canParse(text) &&
    /^https?:$/.test(new URL(text).protocol) &&
    new URL(text).origin === text
  );
}

/** What the API is told. */
export const apiVariables = z.object({
  ...listenVariables,
  AUTH: z.enum(['on', 'off']).optional().meta({
    unset: '`off` on loopback, else `on`',
    description:
      'whether people sign in and machines show keys ([sign-in](sign-in.md), [security](security.md)); `off` is refused on other addresses',
  }),
  PUBLIC_URL: publicUrl,
  RATE_LIMIT_KEY: rate.meta({
    unset: '`12000`; none while `AUTH` is `off`',
    description: 'requests a minute of a key; 0: no limit',
  }),
  RATE_LIMIT_ADDRESS: rate.meta({
    unset: '`3000`; none while `AUTH` is `off`',
    description: 'requests a minute of an address without a key; 0: no limit',
  }),
  RATE_LIMIT_FAILURES: rate.meta({
    unset: '`30`; none while `AUTH` is `off`',
    description: 'requests a minute of an address with a key that is not taken; 0: no limit',
  }),
  CORS_ORIGINS: text
    .default('')
    .transform((list, context) => {
      const origins = list.split(',').flatMap((each) => each.trim() || []);
      for (const origin of origins)
        if (!isOrigin(origin)) {
          const message = `expected origins such as https://app.example.com, comma separated, not ${origin}`;
          context.addIssue({ code: 'custom', message });
        }
      return new Set(origins);
    })
    .describe('comma separated origins whose pages may call the API with a key'),
  TRUSTED_PROXIES: text
    .default('')
    .transform((list, context) => {
      try {
        return createCidrSet(list.split(','));
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    })
    .describe('comma separated CIDRs of the proxies in front, whose forwarded and geo headers count'),
  GEOIP_MMDB: optional.describe(
    'a city database in MMDB format; by default the built-in country database is used',
  ),
  MAX_PATTERNS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(5_000)
    .describe(
      'distinct patterns of log lines a service may have before further ones share the pattern `<overflow>`',
    ),
  INGEST_MAX_REQUESTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(64)
    .describe(
      'requests with data of other programs that may be under way, half of them of one key at most; further ones are told 429',
    ),
  INGEST_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(maxHarBytes)
    .max(4_294_967_296)
    .default(67_108_864)
    .describe('bytes of their bodies, without gzip, that may be under way; at least 32 MiB'),
  ...sharedVariables,
  VERSION: optional.describe('version recorded with the snapshots that Apiscope takes of its own API'),
  STAGE: optional.describe('stage recorded with them'),
});
