import { z } from 'zod';

/** Where browsers reach Apiscope: what the API keeps cookies to, and what the dashboard's server names in links. Empty is unset. */
export const publicUrl = z
  .string()
  .trim()
  .optional()
  .transform((value, context) => {
    if (value === undefined || value === '') return undefined;
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '')
      return url;
    context.addIssue({
      code: 'custom',
      message: 'expected http or https and a host, such as https://apiscope.example.com',
    });
    return z.NEVER;
  })
  .describe(
    'where browsers reach Apiscope, such as `https://apiscope.example.com`: links that are handed over, such as invitations, name it; with https, the session cookie and HSTS are for https alone',
  );
