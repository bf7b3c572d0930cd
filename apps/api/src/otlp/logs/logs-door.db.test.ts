import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../testing/open-test-app.ts';
import { readJson } from '../wire/read-json.ts';
import { readProtobuf } from '../wire/read-protobuf.ts';
import { writeProtobuf } from '../wire/write-protobuf.ts';

const folder = join(import.meta.dirname, '../../../../../../shared/data/otlp');
const examples = existsSync(folder) ? ['spec_logs.json', 'spec_events.json'] : [];

let database: TestDb;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const name = 'ExportLogsServiceRequest';
const protobuf = { 'content-type': 'application/x-protobuf' };
const json = { 'content-type': 'application/json' };
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
  api.app.request('/v1/logs', { method: 'POST', body, headers });
const zipped = (body: string | Uint8Array) => new Uint8Array(gzipSync(body));
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
const logsOf = async (service: string) =>
  (await api.call(`/logs?service__eq=${encodeURIComponent(service)}&order_by=id&order=asc&limit=100`)).body;
const request = (service: string | null, ...logRecords: object[]) => ({
  resourceLogs: [
    {
      resource: { attributes: service === null ? [] : [attribute('service.name', service)] },
      scopeLogs: [{ scope: { name: 'lib' }, logRecords }],
    },
  ],
});
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const nanos = (iso: string) => `${Date.parse(iso)}000000`;
const record = (stringValue: string, more: object = {}) => ({
  timeUnixNano: nanos('2026-01-31T09:00:00.5Z'),
  severityNumber: 9,
  body: { stringValue },
  ...more,
});

describe('POST /v1/logs', () => {
  it.skipIf(examples.length === 0).each(examples)(
    'takes the official %s in every encoding, once',
    async (file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const own = text.replace('my.service', file);
      const message = readJson(name, JSON.parse(own));
      const bytes = writeProtobuf(name, message);
      const answers = [
        await post(own, json),
        await post(zipped(own), { ...json, 'content-encoding': 'gzip' }),
        await post(bytes, protobuf),
        await post(zipped(bytes), { ...protobuf, 'content-encoding': 'gzip' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(answers.map(({ headers }) => headers.get('content-type'))).toEqual([
        'application/json',
        'application/json',
        'application/x-protobuf',
        'application/x-protobuf',
      ]);
      expect(await answers[0]!.json()).toEqual({});
      expect(await bytesOf(answers[2]!)).toHaveLength(0);
      // The same bytes twice are one batch sent again, whether or not they were compressed.
      const { data } = await logsOf(file);
      expect(data).toHaveLength(2);
      expect({ ...data[1]!, id: 0, created_at: 0, updated_at: 0 }).toEqual({
        ...data[0]!,
        id: 0,
        created_at: 0,
        updated_at: 0,
      });
      expect(data[0]).toMatchObject({ source: 'my.library', created_at: '2018-12-13T14:51:00.300Z' });
      if (file === 'spec_logs.json')
        expect(data[0]).toMatchObject({
          level: 'info',
          message: 'Example log record',
          traceId: '5b8efff798038103d269b633813fc60c',
          meta: {
            spanId: 'eee19b7ec3c1b174',
            severityText: 'Information',
            'string.attribute': 'some string',
            'boolean.attribute': true,
            'int.attribute': 10,
            'double.attribute': 637.704,
            'array.attribute': ['many', 'values'],
            'map.attribute': { 'some.map.key': 'some value' },
          },
        });
      else
        expect(data[0]).toMatchObject({
          message: 'browser.page_view',
          meta: { eventName: 'browser.page_view', body: { type: 0, title: 'Free Online GUID Generator' } },
        });
    },
  );

  it('reads level, version, stage, body and times, and redacts', async () => {
    const body = {
      resourceLogs: [
        {
          resource: {
            attributes: [
              attribute('service.name', 'mapped'),
              attribute('service.version', '4.5'),
              attribute('deployment.environment', 'blue'),
              attribute('service.instance.id', 'i-1'),
              attribute('host.name', 'h'),
              attribute('process.command', 'node'),
            ],
          },
          scopeLogs: [
            {
              logRecords: [
                record('token=canary-1', {
                  severityNumber: 24,
                  attributes: [attribute('password', 'canary-2')],
                }),
                record('b', {
                  severityNumber: 0,
                  severityText: 'WARNING',
                  timeUnixNano: 0,
                  observedTimeUnixNano: nanos('2026-02-01T00:00:00Z'),
                }),
                record('', {
                  body: {
                    kvlistValue: {
                      values: [attribute('message', 'inside'), attribute('secret', 'canary-3')],
                    },
                  },
                }),
                record('', {
                  body: { arrayValue: { values: [{ intValue: '7' }, { intValue: '9223372036854775807' }] } },
                }),
                record('x'.repeat(40_000), { traceId: '00000000000000000000000000000000', spanId: 'ab' }),
              ],
            },
          ],
        },
      ],
    };
    expect((await post(JSON.stringify(body), json)).status).toBe(200);
    const { data } = await logsOf('mapped');
    expect(data.map(({ level, message }) => [level, String(message).slice(0, 40)])).toEqual([
      ['fatal', 'token=[redacted]'],
      ['warn', 'b'],
      ['info', 'inside'],
      ['info', '[7,"9223372036854775807"]'],
      ['info', 'x'.repeat(40)],
    ]);
    expect(data[0]!.meta).toEqual({
      password: '[redacted]',
      'service.version': '4.5',
      stage: 'blue',
      instance: 'i-1',
      resource: { 'host.name': 'h' },
    });
    expect(data[0]!.source).toBe('mapped');
    expect(data[1]!.created_at).toBe('2026-02-01T00:00:00.000Z');
    expect([String(data[4]!.message).length, (data[4]!.meta as { body: string }).body.length]).toEqual([
      32_768, 40_000,
    ]);
    expect([data[4]!.traceId, data[4]!.meta as object]).toEqual([
      null,
      expect.not.objectContaining({ spanId: 'ab' }),
    ]);
    expect(JSON.stringify(data)).not.toContain('canary');
  });

  it('names nobody unknown_service, and answers an empty request with success', async () => {
    expect((await post(JSON.stringify(request(null, record('nobody'))), json)).status).toBe(200);
    expect((await logsOf('unknown_service')).data).toMatchObject([{ message: 'nobody' }]);
    expect((await post('{}', json)).status).toBe(200);
    expect((await post(new Uint8Array(), protobuf)).status).toBe(200);
  });

  it('keeps what can be kept, and says how much cannot and why', async () => {
    const mixed = request('mixed', record('kept'), record('early', { timeUnixNano: '1' }), {
      ...record('large'),
      attributes: [attribute('a', 'x'.repeat(1_100_000))],
    });
    const inJson = await post(JSON.stringify(mixed), json);
    expect([inJson.status, await inJson.json()]).toEqual([
      200,
      {
        partialSuccess: {
          rejectedLogRecords: '2',
          errorMessage: expect.stringMatching(/^2 log records cannot be kept: created_at: .*; meta: /),
        },
      },
    ]);
    const inProtobuf = await post(writeProtobuf(name, readJson(name, { ...mixed, other: 1 })), protobuf);
    expect(readProtobuf('ExportLogsServiceResponse', await bytesOf(inProtobuf))).toMatchObject({
      partialSuccess: { rejectedLogRecords: 2n, errorMessage: expect.stringContaining('created_at') },
    });
  });

  it('refuses with a Status in the encoding of the request', async () => {
    const broken = await post(JSON.stringify(request('x', { body: { intValue: 'seven' } })), json);
    const field = 'resourceLogs.0.scopeLogs.0.logRecords.0.body.intValue';
    expect([broken.status, await broken.json()]).toEqual([
      400,
      {
        code: 3,
        message: `${field}: expected a whole number of 64 bits`,
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.BadRequest',
            fieldViolations: [{ field, description: 'expected a whole number of 64 bits' }],
          },
        ],
      },
    ]);
    const garbage = await post(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), protobuf);
    expect([garbage.status, garbage.headers.get('content-type')]).toEqual([400, 'application/x-protobuf']);
    expect(readProtobuf('Status', await bytesOf(garbage))).toMatchObject({
      code: 3,
      message: 'body: is not a protobuf ExportLogsServiceRequest',
      details: [{ typeUrl: 'type.googleapis.com/google.rpc.BadRequest' }],
    });
    expect((await post('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('{}', { ...json, 'content-encoding': 'br' })).status).toBe(415);
    expect((await post('{}', { ...json, 'content-encoding': 'gzip' })).status).toBe(400);
    const wrongMethod = await api.app.request('/v1/logs');
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('counts a batch once that is sent five times at once, and two that differ twice', async () => {
    const same = JSON.stringify(request('once', record('a'), record('a')));
    const statuses = await Promise.all(
      Array.from({ length: 5 }, async () => (await post(same, json)).status),
    );
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    expect((await logsOf('once')).metadata.total).toBe(2);
    await post(JSON.stringify(request('once', record('b'))), json);
    expect((await logsOf('once')).metadata.total).toBe(3);
  });
});
