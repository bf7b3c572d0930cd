import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';

let test: TestDb;
let app: TestApp;
let other: TestApp;

beforeAll(async () => {
  test = await createTestDb();
  app = await openTestApp(test.url);
  other = await openTestApp(test.url);
});
afterAll(async () => {
  await app.close();
  await other.close();
  await test.close();
});

const rules = { names: ['loyalty number'], except: ['session'], shapes: { cardNumber: false } };
const put = (body: unknown) => app.send('PUT', '/redaction/rules', body);
const message = 'loyalty_number=L-77 session=s-1 password=p-1 card 4111111111111111';

describe('redaction rules', () => {
  it('are the built-in ones until some are set', async () => {
    const { body } = await app.call('/redaction/rules');
    expect(body.data).toMatchObject({
      current: { version: 0, names: [], except: [], shapes: {} },
      inForce: 0,
      versions: [],
    });
  });

  it('are refused by the name of the part at fault', async () => {
    const bad = await put({ names: ['a', 'b', 'c', '???'], except: [], shapes: {} });
    expect(bad.status).toBe(400);
    expect(bad.body.error!.issues![0]!.path).toBe('names.3');
    for (const name of ['', '123', '*ab', 'x'.repeat(121), '=', 'a\nb'])
      expect((await put({ names: [name], except: [], shapes: {} })).body.error?.issues?.[0]?.path).toBe(
        'names.0',
      );
    const shape = await put({ names: [], except: [], shapes: { nose: true } });
    expect(shape.status).toBe(400);
    expect(shape.body.error!.message).toContain('nose');
    expect((await put({ names: [] })).status).toBe(400);
    expect((await put({ names: Array(501).fill('abc'), except: [], shapes: {} })).status).toBe(400);
  });

  it('hold at once in the process that is told, within moments in the others, and only where they say so', async () => {
    const set = await put(rules);
    expect(set.status).toBe(200);
    expect(set.body.data).toMatchObject({ current: { version: 1, ...rules }, inForce: 1 });
    const kept = 'loyalty_number=[redacted] session=s-1 password=[redacted] card 4111111111111111';
    expect(app.deps.redactor.text(message)).toBe(kept);
    await expect.poll(() => other.deps.redactor.text(message), { timeout: 5_000 }).toBe(kept);
    const stored = await other.send('POST', '/logs', { source: 'API', level: 'info', message });
    expect(stored.body.data.message).toBe(kept);
  });

  it('are not overwritten by somebody who edited an older version', async () => {
    const late = await put({ ...rules, basedOn: 0 });
    expect(late.status).toBe(409);
    expect(late.body.error!.issues![0]!.path).toBe('basedOn');
    const taken = await put({ names: [], except: [], shapes: {}, basedOn: 1 });
    expect(taken.body.data).toMatchObject({
      current: { version: 2 },
      versions: [{ version: 2 }, { version: 1, ...rules }],
    });
    expect(app.deps.redactor.text(message)).toBe(
      'loyalty_number=L-77 session=[redacted] password=[redacted] card [redacted]',
    );
  });
});

describe('POST /redaction/preview', () => {
  const exchange = {
    method: 'POST',
    url: '/orders/eyJhbGciOi.eyJzdWIiOiIx.c2ln?token=q-secret&loyalty=L-78',
    headers: { Authorization: 'Bearer h-secret', 'Content-Type': 'application/json' },
    body: '{"password":"b-secret","items":[{"key":"password","value":{"stringValue":"o-secret"}}],"loyalty":"L-78"}',
    statusCode: 200,
    responseHeaders: { 'Set-Cookie': ['sid=c-secret'] },
    responseBody: 'password=r-secret',
  };
  const preview = (body: unknown) => app.send('POST', '/redaction/preview', body);

  it('shows what every sink keeps of an exchange, by rules to try', async () => {
    const plain = await preview({ exchange });
    expect(plain.status).toBe(200);
    const text = JSON.stringify(plain.body.data);
    expect(text).not.toMatch(/[a-z]-secret|eyJhbGciOi/);
    expect(text).toContain('L-78');
    expect(plain.body.data.redactedPaths).toEqual(
      expect.arrayContaining([
        'path',
        'query.token',
        'headers.authorization',
        'body.password',
        'body.items.0.value',
        'responseHeaders.set-cookie',
        'responseBody',
      ]),
    );
    const sinks = plain.body.data.sinks as { sink: string; kept: string }[];
    expect(sinks.map(({ sink }) => sink)).toEqual([
      'snapshot',
      'log',
      'pattern',
      'embedding',
      'csv',
      'ndjson',
      'har',
      'stream',
      'job',
    ]);
    for (const { kept } of sinks) expect(kept).not.toBe('');
    const tried = await preview({ exchange, rules: { names: ['loyalty'], except: [], shapes: {} } });
    expect(JSON.stringify(tried.body.data)).not.toContain('L-78');
    expect(app.deps.redactor.text('loyalty=L-78')).toBe('loyalty=L-78');
  });

  it('shows a text, and stores or logs nothing of it', async () => {
    const { status, body } = await preview({ text: 'canary-9f3 password=x' });
    expect(status).toBe(200);
    expect(body.data.redactedPaths).toEqual(['message']);
    const [{ found } = { found: 0 }] = await test.db.$queryRaw<{ found: number }[]>`
      SELECT ((SELECT count(*) FROM logs WHERE logs::text LIKE '%canary-9f3%') +
              (SELECT count(*) FROM request_snapshots AS s WHERE s::text LIKE '%canary-9f3%'))::int AS found`;
    expect(found).toBe(0);
  });

  it('names what is missing, too much or unknown', async () => {
    expect((await preview({})).body.error!.issues![0]!.path).toBe('exchange');
    expect((await preview({ text: 'a', snapshot: 1 })).status).toBe(400);
    expect((await preview({ text: 'a'.repeat(65_537) })).body.error!.issues![0]!.path).toBe('text');
    expect(
      (await preview({ exchange: { ...exchange, body: 'a'.repeat(65_537) } })).body.error!.issues![0]!.path,
    ).toBe('exchange.body');
    expect((await preview({ snapshot: 12345 })).status).toBe(404);
    expect(
      (await preview({ text: 'a', rules: { names: ['!'], except: [], shapes: {} } })).body.error!.issues![0]!
        .path,
    ).toBe('rules.names.0');
  });
});
