import { fixedClock } from '@apiscope/core/clock';
import type { ObservedRequest } from '@apiscope/core/ingest/schema';
import { createRedactor } from '@apiscope/core/redact/redactor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ApiscopeOptions } from '../options.ts';
import { readOptions } from '../read-options.ts';
import type { Outbox } from '../transport/create-outbox.ts';
import { copyBytes, copyText, startCopy } from './copy-body.ts';
import { createObserver } from './create-observer.ts';
import type { Arrival, Outcome } from './observation.ts';

/** An observer whose records are kept as the text that would be sent. */
function observing(options: Partial<ApiscopeOptions> = {}, random: () => number = () => 0) {
  const lines: string[] = [];
  const outbox: Pick<Outbox, 'add' | 'addDropped' | 'fill'> = {
    add: (json) => lines.push(json) > 0,
    addDropped: (count) => expect(count).toBe(0),
    fill: () => 0,
  };
  const settings = readOptions({ url: 'http://platform', service: 'shop', ...options });
  const observer = createObserver({
    settings,
    redactor: createRedactor(settings.rules),
    outbox: outbox as Outbox,
    clock: fixedClock(0),
    random,
    defer: () => {},
    onError(error) {
      throw error;
    },
  });
  const records = () => {
    observer.drain();
    return lines.map((line) => JSON.parse(line) as ObservedRequest);
  };
  return { observer, lines, records };
}

const arrivalOf = (about: Partial<Arrival> = {}): Arrival => ({
  method: 'GET',
  url: '/things/1',
  headers: {},
  peerAddress: null,
  raw: null,
  ...about,
});
const outcomeOf = (about: Partial<Outcome> = {}): Outcome => ({
  status: 200,
  duration: 1,
  route: '/things/{id}',
  requestSize: 0,
  responseSize: 0,
  responseHeaders: {},
  requestBody: null,
  responseBody: null,
  ...about,
});

describe('sampling', () => {
  const rate = fc.integer({ min: 1, max: 1_000 }).map((per) => per / 1_000);
  const status = fc.oneof(
    fc.integer({ min: 100, max: 399 }),
    fc.integer({ min: 400, max: 599 }),
    fc.constant(null),
  );

  it('keeps every error as one, and each success that it keeps stands for 1/rate', () => {
    fc.assert(
      fc.property(
        rate,
        fc.array(fc.tuple(status, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), {
          maxLength: 60,
        }),
        (sampleRate, requests) => {
          let at = 0;
          const { observer, records } = observing({ sampleRate }, () => requests[at]![1]);
          for (const [status] of requests) {
            observer.end(observer.begin(arrivalOf())!, outcomeOf({ status }));
            at++;
          }
          const isError = (status: number | null) => status === null || status >= 400;
          const kept = requests.filter(
            ([status, drawn]) => isError(status) || sampleRate === 1 || drawn < sampleRate,
          );
          expect(records().map(({ statusCode, weight = 1 }) => [statusCode, weight])).toEqual(
            kept.map(([status]) => [status, isError(status) ? 1 : 1 / sampleRate]),
          );
          expect(observer.stats().observed).toBe(kept.length);
        },
      ),
    );
  });

  it('adds up to what was served, as evenly drawn as chance is on the whole', () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 1, max: 2_000 }), (sampleRate, count) => {
        let drawn = 0;
        const { observer, records } = observing(
          { sampleRate, snapshots: false },
          () => (drawn++ + 0.5) / count,
        );
        for (let n = 0; n < count; n++) observer.end(observer.begin(arrivalOf())!, outcomeOf());
        const scaled = records().reduce((sum, { weight = 1 }) => sum + weight, 0);
        expect(Math.abs(scaled - count)).toBeLessThanOrEqual(1 / sampleRate);
      }),
      { numRuns: 50 },
    );
  });
});

describe('redaction', () => {
  /** Long enough to be found nowhere by chance, of characters that no encoding changes. */
  const secret = fc
    .array(fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'), {
      minLength: 16,
      maxLength: 40,
    })
    .map((chars) => `Zq${chars.join('')}`);
  const bodyOf = (type: string, value: string) =>
    type.includes('json')
      ? JSON.stringify({ user: { name: 'Ada', password: value }, list: [{ apiKey: value }] })
      : type.includes('form')
        ? `name=Ada&password=${value}&client_secret=${value}`
        : `user=ada password=${value}`;

  it('lets no secret of headers, cookies, query, path, bodies or errors out of the process', () => {
    fc.assert(
      fc.property(
        secret,
        fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain'),
        fc.integer({ min: 1, max: 200 }),
        fc.boolean(),
        (value, type, cut, isText) => {
          const body = bodyOf(type, value);
          const copyOf = () => {
            const copy = startCopy(65_536);
            copy.wasRead = true;
            // In two pieces, cut anywhere, as bodies arrive.
            for (const piece of [body.slice(0, cut), body.slice(cut)])
              if (isText) copyText(copy, piece, piece.length);
              else copyBytes(copy, Buffer.from(piece));
            return copy;
          };
          const { observer, lines, records } = observing({ bodies: true });
          const headers = {
            'content-type': type,
            authorization: `Bearer ${value}`,
            cookie: `sid=${value}; other=1`,
            'x-api-key': value,
            referer: `https://a.example/?access_token=${value}`,
          };
          const url = `/things/1;jsessionid=${value}?token=${value}&page=2`;
          observer.end(
            observer.begin(arrivalOf({ method: 'POST', url, headers }))!,
            outcomeOf({
              requestSize: body.length,
              responseSize: body.length,
              responseHeaders: { 'content-type': type, 'set-cookie': [`sid=${value}; Path=/`] },
              requestBody: copyOf(),
              responseBody: copyOf(),
              error: { type: 'Error', message: `login failed: password=${value}` },
            }),
          );
          const [record] = records();
          // What is no secret is there, so that an empty record cannot pass.
          expect(record).toMatchObject({ query: { page: '2' }, headers: { 'content-type': type } });
          expect(record!.body).toMatch(/ada/i);
          expect(record!.responseBody).toMatch(/ada/i);
          expect(lines.join()).not.toContain(value);
        },
      ),
    );
  });
});

describe('the loop guard', () => {
  const prefix = fc
    .array(fc.constantFrom('a', 'b', 'api', 'v1'), { maxLength: 3 })
    .map((parts) => parts.map((part) => `/${part}`).join(''));

  it('passes over what an SDK sends, below any prefix, and nothing else that carries its mark', () => {
    fc.assert(
      fc.property(
        prefix,
        fc.constantFrom('requests', 'logs'),
        fc.boolean(),
        fc.boolean(),
        (base, list, hasQuery, isOwn) => {
          const { observer } = observing();
          const url = `${base}/ingest/${list}${hasQuery ? '?a=1' : ''}`;
          const headers = isOwn ? { 'x-apiscope-sdk': '@apiscope/sdk/0.1.0' } : {};
          expect(observer.begin(arrivalOf({ url, headers })) === null).toBe(isOwn);
          expect(observer.begin(arrivalOf({ url: `${base}/users`, headers }))).not.toBeNull();
        },
      ),
    );
  });
});
