import { describe, expect, it } from 'vitest';
import { parseOpenstackLine } from './parse-openstack-line.ts';

const context = '[req-38101a0b-2096-447d-96ea-a692162415ae u1 p1 - - -]';
const api = `10.11.10.1 "GET /v2/54f/servers/detail HTTP/1.1" status: 200 len: 1893 time: 0.2477829`;
const head = '2017-05-16 00:00:00.008 25746';

describe('parseOpenstackLine', () => {
  it('reads an API line as a log and a request in milliseconds', () => {
    const parsed = parseOpenstackLine(
      `nova-api.log.1 ${head} INFO nova.osapi_compute.wsgi.server ${context} ${api}`,
    );
    expect(parsed).toEqual({
      at: Date.UTC(2017, 4, 16, 0, 0, 0, 8),
      level: 'info',
      source: 'nova.osapi_compute.wsgi.server',
      message: api,
      meta: { pid: 25_746, file: 'nova-api.log.1', user: 'u1', project: 'p1' },
      requestId: 'req-38101a0b-2096-447d-96ea-a692162415ae',
      request: {
        method: 'GET',
        path: '/v2/54f/servers/detail',
        statusCode: 200,
        duration: 247.7829,
        requestSize: null,
        responseSize: 1_893,
        ip: '10.11.10.1',
        requestId: 'req-38101a0b-2096-447d-96ea-a692162415ae',
        userId: 'u1',
      },
    });
  });

  it('reads a line without file and context as a log alone', () => {
    expect(parseOpenstackLine(`${head} WARNING nova.virt [-] Unknown base file`)).toEqual({
      at: Date.UTC(2017, 4, 16, 0, 0, 0, 8),
      level: 'warn',
      source: 'nova.virt',
      message: 'Unknown base file',
      meta: { pid: 25_746 },
    });
  });

  it('takes the first of several addresses, and a microversion', () => {
    const line = `${head} INFO nova.metadata [-] 10.1.1.1,10.2.2.2 "GET /openstack HTTP/1.1" status: 404 len: 9 microversion: 2.1 time: 1.5`;
    expect(parseOpenstackLine(line)?.request).toMatchObject({
      ip: '10.1.1.1',
      statusCode: 404,
      duration: 1_500,
    });
  });

  it.each(['', 'plain', `${head} NOLEVEL nova.x [-] m`, `2017-13-40 00:00:00.008 1 INFO nova.x [-] m`])(
    'is null for %j',
    (line) => {
      expect(parseOpenstackLine(line)).toBeNull();
    },
  );
});
