import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskMessage, maxMaskedLength } from './mask.ts';

describe('maskMessage', () => {
  it.each<[string, string, string[]]>([
    ['', '', []],
    ['a <num> of <b> and <overflow>', 'a <num> of <b> and <id>', ['<num>', '<overflow>']],
    ['rhost=220-135-151-1.hinet-ip.hinet.net', 'rhost=<host>', ['220-135-151-1.hinet-ip.hinet.net']],
    ['Invalid user test9 from 1.2.3.4', 'Invalid user <user> from <ip>', ['test9', '1.2.3.4']],
    ['user not found; user error', 'user not found; user error', []],
    [
      'drop blk_1234567 blk_2345678 blk_3456789 now',
      'drop blk_<id> … now',
      ['blk_1234567', 'blk_2345678', 'blk_3456789'],
    ],
    ['/data/subdir51/x', '/data/subdir<num>/x', ['51']],
    ['plain words only', 'plain words only', []],
    [
      'instance b9000564-fe1a-409b-b8cc-1e88b294cd1d up',
      'instance <uuid> up',
      ['b9000564-fe1a-409b-b8cc-1e88b294cd1d'],
    ],
    [
      '[req-b9000564-fe1a-409b-b8cc-1e88b294cd1d a]',
      '[req-<uuid> a]',
      ['b9000564-fe1a-409b-b8cc-1e88b294cd1d'],
    ],
    [
      'from 10.251.73.220:50010 to /10.0.0.1',
      'from <ip>:<num> to /<ip>',
      ['10.251.73.220', '50010', '10.0.0.1'],
    ],
    ['version 1.2.3.4567 and 999.1.1.1', 'version <num> and <num>', ['1.2.3.4567', '999.1.1.1']],
    [
      'at 2001:db8::1 and [::1]:80 or fe80::1%eth0',
      'at <ip> and [<ip>]:<num> or <ip>%eth0',
      ['2001:db8::1', '::1', '80', 'fe80::1'],
    ],
    ['std::vector a::b abc:def: x', 'std::vector a::b abc:def: x', []],
    ['mac 00:1a:2b:3c:4d:5e', 'mac <hex>', ['00:1a:2b:3c:4d:5e']],
    [
      'ptr 0x7fff5fbff8c0 sha 54fadb412c4e40cdbaed9335e4c35a9e',
      'ptr <hex> sha <hex>',
      ['0x7fff5fbff8c0', '54fadb412c4e40cdbaed9335e4c35a9e'],
    ],
    ['facade deadbeef defaced', 'facade deadbeef defaced', []],
    [
      'block blk_-1608999687919862906 of blk_38865049064139660',
      'block blk_<id> of blk_<id>',
      ['blk_-1608999687919862906', 'blk_38865049064139660'],
    ],
    [
      'task attempt_1445144423722_0020_m_000001_0 done',
      'task attempt_<id> done',
      ['attempt_1445144423722_0020_m_000001_0'],
    ],
    [
      'took 12.5 seconds, 100ms, 50%, -3, 1,024 bytes, 4096MB',
      'took <num> seconds, <num>ms, <num>%, <num>, <num> bytes, <num>MB',
      ['12.5', '100', '50', '-3', '1,024', '4096'],
    ],
    [
      'at 2017-05-16T00:00:00.008Z and 2017-05-16 and 00:00:10',
      'at <time> and <time> and <time>',
      ['2017-05-16T00:00:00.008Z', '2017-05-16', '00:00:10'],
    ],
    ['at Sat Jun 18 02:08:10 2005', 'at <time>', ['Sat Jun 18 02:08:10 2005']],
    ['mail to jane.doe+x@example.co.uk!', 'mail to <email>!', ['jane.doe+x@example.co.uk']],
    [
      'rhost=n219076184117.netvigator.com user=root',
      'rhost=<host> user=<user>',
      ['n219076184117.netvigator.com', 'root'],
    ],
    [
      'org.apache.hadoop.mapred in workers2.properties',
      'org.apache.hadoop.mapred in workers2.properties',
      [],
    ],
    [
      'pool-1-thread-22 eth0 sha256 ssh2 IPv4 uid=0',
      'pool-<num>-thread-<num> eth0 sha256 ssh2 IPv4 uid=<num>',
      ['1', '22', '0'],
    ],
    ['token V1StGXR8Z5jdHi6BmyT node12345', 'token <id> node<num>', ['V1StGXR8Z5jdHi6BmyT', '12345']],
    [
      'GET /v2/54fadb412c4e40cdbaed9335e4c35a9e/servers/7?page=2',
      'GET /v2/<hex>/servers/<num>?page=<num>',
      ['54fadb412c4e40cdbaed9335e4c35a9e', '7', '2'],
    ],
    [
      'main.ts:12:5 (x=3,y=-4) [1-2]',
      'main.ts:<num>:<num> (x=<num>,y=<num>) [<num>-<num>]',
      ['12', '5', '3', '-4', '1', '2'],
    ],
    ['第3次失败 用户42', '第<num>次失败 用户<num>', ['3', '42']],
  ])('%s', (message, pattern, variables) => {
    expect(maskMessage(message)).toEqual({ pattern, variables });
  });

  it('masks the start of an endless message, and says that there was more', () => {
    const { pattern, variables } = maskMessage('word 12 '.repeat(100_000));
    expect(pattern.endsWith('…')).toBe(true);
    expect(pattern.length).toBeLessThan(2 * maxMaskedLength);
    expect(variables).toHaveLength(256);
    expect(maskMessage(`x ${'7'.repeat(5_000)}`).variables.every((variable) => variable.length <= 256)).toBe(
      true,
    );
  });

  it('leaves text without digits and domains as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/\d|\.|@/.test(text));
        expect(maskMessage(text)).toEqual({ pattern: text, variables: [] });
      }),
    );
  });

  it('finds the same variables wherever they stand', () => {
    const message = fc.tuple(fc.constantFrom('read', 'wrote', 'lost'), fc.uuid(), fc.ipV4(), fc.integer());
    fc.assert(
      fc.property(message, message, ([verb, ...a], [, ...b]) => {
        const write = ([id, ip, count]: [string, string, number]) =>
          `${verb} ${id} from ${ip} (${count} bytes)`;
        const masked = maskMessage(write(a));
        expect(masked.variables).toEqual(a.map(String));
        expect(maskMessage(write(b)).pattern).toBe(masked.pattern);
      }),
    );
  });

  it('never throws and takes time linear in hostile text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void maskMessage(text)));
    for (const part of [
      'a',
      '1',
      'a1',
      '1.',
      '1,',
      '1,111',
      ':',
      'f:',
      '1:',
      'a.',
      'a-',
      '_',
      '-',
      'a@',
      '@a.',
      '0x',
      '1-',
      '1_',
      '12:34:',
      'a1b2-',
      '.',
      '٣',
    ]) {
      const text = part.repeat(maxMaskedLength);
      const started = performance.now();
      for (let n = 0; n < 5; n++) maskMessage(text);
      expect([part, performance.now() - started < 2_000]).toEqual([part, true]);
    }
  });
});
