import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@apiscope/core/clock';
import { createCidrSet } from '@apiscope/core/geo/cidr-set';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SendOptions, sendRequest } from './send-request.ts';

/** Every request that reaches it is one too many, or one that a test allowed. */
let server: Server;
let port: number;
let reached = 0;
let redirectTo = '';
beforeAll(async () => {
  server = createServer((_, response) => {
    reached++;
    response
      .writeHead(redirectTo === '' ? 200 : 302, redirectTo === '' ? {} : { location: redirectTo })
      .end();
  });
  // Dual-stack, so that each notation of loopback would reach it.
  await new Promise<void>((done) => server.listen(0, '::', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((done) => server.close(done)));

/** What the resolver of the tests answers; it knows no other name. */
const names: Record<string, string[]> = {
  'loopback.example': ['127.0.0.1'],
  'six.example': ['::1'],
  'private.example': ['10.0.0.7'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'metadata.google.internal': ['169.254.169.254'],
  'mixed.example': ['93.184.215.14', '192.168.0.1'],
  'mixed6.example': ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', 'fd00::1'],
  'zone.example': ['fe80::1%lo'],
  'octal.example': ['0177.0.0.1'],
  'text.example': ['localhost'],
  'none.example': ['0.0.0.0'],
  localhost: ['::1', '127.0.0.1'],
  'localhost.': ['127.0.0.1'],
  'a.localhost': ['127.0.0.1'],
  '127.0.0.1.nip.example': ['127.0.0.1'],
};
const options: SendOptions = {
  allowed: createCidrSet([]),
  timeoutMs: 2_000,
  maxBytes: 1_000,
  clock: systemClock,
  lookup: async (name) => names[name] ?? [],
};
const send = (url: string, changes: Partial<SendOptions> = {}) =>
  sendRequest({ method: 'GET', url, headers: {}, body: null }, { ...options, ...changes });

const loopback = [
  '127.0.0.1',
  '127.0.0.2',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0X7F.0.0.1',
  '017700000001',
  '0177.0.0.1',
  '0177.1',
  '00000177.0.0.01',
  '127.0.0.1.',
  '%31%32%37.0.0.1',
  '１２７.0.0.1',
  '①②⑦.0.0.1',
  '127。0。0。1',
  '0',
  '0.0.0.0',
  '0x0',
  '00',
  '0.1.2.3',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
  '[::ffff:0.0.0.0]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
];
const inside = [
  '10.0.0.1',
  '10.255.255.255',
  '012.0.0.1',
  '167772161',
  '0xa000001',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.0.1',
  '192.168.1',
  '0xc0a80001',
  '3232235521',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '169.254.170.2',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '198.18.0.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '192.0.2.1',
  '203.0.113.9',
  '[fe80::1]',
  '[febf::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fdff::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[100::1]',
  '[::ffff:10.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[::ffff:192.168.0.1]',
  '[64:ff9b::10.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::10.0.0.1]',
  '[2002:a00:1::]',
  '[2002:c0a8:1::1]',
  '[5f00::1]',
];
const byUrl = [
  'http://user@8.8.8.8/',
  'http://user:pw@8.8.8.8/',
  'http://:pw@8.8.8.8/',
  'http://@8.8.8.8/',
  'http://8.8.8.8@127.0.0.1/',
  'http://8.8.8.8%40127.0.0.1/',
  'http://8.8.8.8\\@127.0.0.1/',
  'http:\\\\127.0.0.1/',
  'http:/\\127.0.0.1',
  '//127.0.0.1/',
  '/etc/passwd',
  '',
  'http://',
  'http://[::1',
  'http://[127.0.0.1]/',
  'http://256.1.1.1/',
  'http://8.8.8.8:99999/',
  'http://8.8.8.8/\r\nHost: evil',
  'http://8.8.8.8/a b',
  'http://8.8.8.8/\t',
  ' http://8.8.8.8/',
  'http://8.8.\n8.8/',
  'http://8.8.8.8/\0',
  'ftp://8.8.8.8/',
  'file:///etc/passwd',
  'gopher://8.8.8.8/',
  'data:text/plain,x',
  'javascript:1',
  'ws://8.8.8.8/',
  'unix:/var/run/docker.sock',
  'http://8.8.8.8:22/',
  'http://8.8.8.8:25/',
  'http://8.8.8.8:6667/',
  'https://8.8.8.8:993/',
  'http://8.8.8.8:10080/',
];

describe('a target that leads inside', () => {
  it.each([...loopback, ...inside, ...Object.keys(names)])(
    'is refused as http://%s, and at every port',
    async (host) => {
      for (const url of [`http://${host}:${port}/`, `https://${host}/`, `http://${host}:8080/x`]) {
        const before = reached;
        const result = await send(url);
        expect([url, result]).toEqual([url, { outcome: 'refused', reason: expect.stringMatching(/\w+/) }]);
        expect(reached).toBe(before);
      }
    },
  );

  it.each(byUrl)('is refused as %j', async (url) => {
    expect(await send(url)).toEqual({ outcome: 'refused', reason: expect.stringMatching(/\w+/) });
  });

  it('is no way around as a redirect, which is the answer and is not followed', async () => {
    const allowed = createCidrSet(['127.0.0.1']);
    for (const location of [
      ...[...loopback, ...inside].map((host) => `http://${encodeURI(host)}/`),
      ...byUrl,
    ]) {
      if (/[^\t\x20-\x7e]/.test(location)) continue;
      redirectTo = location;
      const before = reached;
      expect(await send(`http://127.0.0.1:${port}/`, { allowed })).toMatchObject({ outcome: 'answered' });
      expect(reached).toBe(before + 1);
    }
    redirectTo = '';
  });

  it('says what the address is', async () => {
    const reasons = {
      '127.0.0.1': '127.0.0.1 is a loopback address',
      '0x7f.1': '127.0.0.1 is a loopback address',
      '[::ffff:10.0.0.1]': '10.0.0.1 is a private address',
      '169.254.169.254': '169.254.169.254 is the address of a cloud’s metadata service',
      '100.64.0.1': '100.64.0.1 is an address of carrier-grade NAT',
      '[fd00::1]': 'fd00::1 is a private address',
      '[fe80::1]': 'fe80::1 is a link-local address',
      '255.255.255.255': '255.255.255.255 is the broadcast address',
      '[ff02::1]': 'ff02::1 is a multicast address',
      '[::]': ':: is an unspecified address',
      '192.0.2.1': '192.0.2.1 is a reserved address',
      '[2002:a00:1::]': '2002:a00:1:: is an address of a tunnel, which may lead inside',
      'mixed.example': 'mixed.example leads to 192.168.0.1 is a private address',
      'text.example': 'text.example leads to "localhost" is no IP address',
    };
    for (const [host, reason] of Object.entries(reasons))
      expect([host, await send(`http://${host}/`)]).toEqual([host, { outcome: 'refused', reason }]);
  });
});

describe('a name that changes its mind', () => {
  it('is judged by the one look-up that it is connected by', async () => {
    const answers = [['127.0.0.1'], ['127.0.0.2'], ['127.0.0.1', '10.0.0.1'], ['127.0.0.1']];
    let asked = 0;
    const lookup = async () => answers[asked++]!;
    const outcomes: string[] = [];
    const before = reached;
    for (const _ of answers) {
      const changes = { allowed: createCidrSet(['127.0.0.1']), lookup };
      outcomes.push((await send(`http://rebind.example:${port}/`, changes)).outcome);
    }
    expect(outcomes).toEqual(['answered', 'refused', 'refused', 'answered']);
    expect([asked, reached - before]).toEqual([4, 2]);
  });
});

describe('addresses that are allowed', () => {
  it.each([
    ['127.0.0.1', '127.0.0.0/8'],
    ['127.0.0.2', 'loopback'],
    ['0x7f.1', '127.0.0.1'],
    ['[::1]', '::1'],
    ['[::ffff:127.0.0.1]', '127.0.0.1/32'],
    ['loopback.example', '127.0.0.1'],
    ['six.example', 'loopback'],
  ])('let %s through by %s, and no other', async (host, allowed) => {
    const result = await send(`http://${host}:${port}/`, { allowed: createCidrSet([allowed]) });
    expect(result).toMatchObject({ outcome: 'answered', statusCode: 200 });
    for (const other of ['10.0.0.1', '127.0.0.1', '::1'].filter(
      (each) => !createCidrSet([allowed]).has(each),
    ))
      expect(
        await send(`http://${other.includes(':') ? `[${other}]` : other}:${port}/`, {
          allowed: createCidrSet([allowed]),
        }),
      ).toMatchObject({
        outcome: 'refused',
      });
  });
});
