import { createHash } from 'node:crypto';

/** What each kind of answer may load and run, as a Content-Security-Policy. Nothing may frame any of them. */
const closed = { 'base-uri': "'none'", 'frame-ancestors': "'none'", 'form-action': "'none'" };

/** Of data: whatever opens one in a tab can do nothing with it. */
export const dataPolicy = print({ 'default-src': "'none'", ...closed });

/**
 * Of a page of the dashboard, whose inline scripts carry the nonce. Style attributes are let be: charts, bars and virtual lists are placed by
 * numbers that only the data know, and the server renders them. Style elements need the nonce. `style-src` is for browsers that know no other.
 */
export function pagePolicy(nonce: string): string {
  return print({
    'default-src': "'self'",
    'script-src': `'self' 'nonce-${nonce}'`,
    'style-src': "'self' 'unsafe-inline'",
    'style-src-elem': `'self' 'nonce-${nonce}'`,
    'style-src-attr': "'unsafe-inline'",
    'img-src': "'self' data:",
    'object-src': "'none'",
    ...closed,
    'form-action': "'self'",
  });
}

/**
 * Of the reader of the API's document: its inline scripts are told by what they are. It adds style elements as it runs and has no nonce to
 * give them, so styles may be inline there.
 */
export function referencePolicy(html: string): string {
  const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = scripts.map(([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`);
  return print({
    'default-src': "'self'",
    'script-src': ["'self'", ...hashes].join(' '),
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'font-src': "'self' data:",
    'object-src': "'none'",
    ...closed,
  });
}

function print(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
