import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferRouteTemplate, normaliseMethod } from './route-template.ts';

const data = new URL('../../../../../shared/data/', import.meta.url);

describe('inferRouteTemplate', () => {
  it.each([
    ['/', '/'],
    ['', '/'],
    ['users', '/users'],
    ['*', '*'],
    ['/v2/54fadb412c4e40cdbaed9335e4c35a9e/servers/detail', '/v2/{id}/servers/detail'],
    ['/api/v1/users/42', '/api/v1/users/{id}'],
    ['/api/v1/users/-7?name=x', '/api/v1/users/{id}'],
    ['/users/42/#top', '/users/{id}/'],
    ['https://example.test:8080/users/7?x=/1', '/users/{id}'],
    ['/servers/b9000564-fe1a-409b-b8cc-1e88b294cd1d/action', '/servers/{id}/action'],
    ['/apis/apps/v1beta1/v1.2/v2', '/apis/apps/v1beta1/v1.2/v2'],
    ['/days/2024-02-29/10.0.0.1', '/days/{id}/{id}'],
    ['/u/jane@example.com/jane%40example.com/@scope', '/u/{id}/{id}/@scope'],
    ['/t/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/t/{id}'],
    ['/t/V1StGXR8_Z5jdHi6B-myT', '/t/{id}'],
    ['/ipfs/QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWPbdG', '/ipfs/{id}'],
    ['/v1/customers/cus_9s6XKzkNRiz8i3', '/v1/customers/{id}'],
    ['/blocks/blk_-1608999687919862906', '/blocks/{id}'],
    ['/orders/order-12345', '/orders/{id}'],
    ['/commit/deadbeef1/deadbeef/facade', '/commit/{id}/deadbeef/facade'],
    ['/images/kibana-dashboard3.png', '/images/kibana-dashboard3.png'],
    ['/logstash-monitorama-2013/oauth2/s3/log4j2', '/logstash-monitorama-2013/oauth2/s3/log4j2'],
    ['/top-10-tips-for-2024/getUserByIdV2Beta', '/top-10-tips-for-2024/getUserByIdV2Beta'],
    ['/posts/42.json', '/posts/{id}.json'],
    ['/assets/main.8f3a2b1c.js', '/assets/main.{id}.js'],
    ['/jquery-1.9.1.min.js', '/jquery-1.9.1.min.js'],
    ['/users/{id}/:name', '/users/{id}/:name'],
    ['/a\u0000b\r\n', '/ab'],
    [`/x/${'word'.repeat(30)}`, '/x/{id}'],
    ['/a//b', '/a//b'],
  ])('%s → %s', (path, template) => {
    expect(inferRouteTemplate(path)).toBe(template);
  });

  it('caps the number of segments', () => {
    const template = inferRouteTemplate('/a'.repeat(1_000));
    expect(template).toBe(`${'/a'.repeat(15)}/{rest}`);
  });

  it('is a fixed point, bounded, and starts with a slash', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webPath(), fc.string(), fc.string({ unit: 'binary' })), (path) => {
        const template = inferRouteTemplate(`/${path}`);
        expect(inferRouteTemplate(template)).toBe(template);
        expect(template.startsWith('/')).toBe(true);
        expect(template.length).toBeLessThanOrEqual(16 * 90);
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes time linear in the length of hostile paths', () => {
    for (const part of ['a-', 'a.', '1-', 'a1', '@.', '/', '%40.', ':', 'a://']) {
      const started = performance.now();
      inferRouteTemplate(part.repeat(200_000));
      expect(performance.now() - started).toBeLessThan(3_000);
    }
  });
});

describe('normaliseMethod', () => {
  it.each([
    ['get', 'GET'],
    [' Post ', 'POST'],
    ['PROPFIND', 'PROPFIND'],
    ['\u0016\u0003', 'OTHER'],
    ['', 'OTHER'],
  ])('%j → %s', (method, expected) => {
    expect(normaliseMethod(method)).toBe(expected);
  });
});

describe.skipIf(!existsSync(data))('on real logs (skipped where shared/data is absent)', () => {
  it('folds the 1,017 OpenStack requests into their 25 endpoints, no id left', () => {
    const text = readFileSync(new URL('loghub/OpenStack_2k.log', data), 'utf8');
    const requests = [...text.matchAll(/"([A-Z]+) (\S+) HTTP/g)];
    const endpoints = new Set(requests.map(([, method, path]) => `${method} ${inferRouteTemplate(path!)}`));
    expect(requests).toHaveLength(1_017);
    expect(endpoints.size).toBe(25);
    expect([...endpoints].filter((endpoint) => /[0-9a-f]{8}/.test(endpoint))).toEqual([]);
    expect(endpoints).toContain('GET /v2/{id}/servers/detail');
    expect(endpoints).toContain('DELETE /v2/{id}/servers/{id}');
  });

  it('leaves the words of 6,000 access-log paths alone', () => {
    const text = readFileSync(new URL('http/elastic_apache_combined_part1.log', data), 'utf8');
    const paths = [...text.matchAll(/"[A-Z]+ ([^\s"?#]+)[^"]*"/g)].map((match) => match[1]!);
    expect(paths).toHaveLength(6_000);
    const replaced = paths.flatMap((path) => {
      const template = inferRouteTemplate(path).split('/');
      return path.split('/').filter((segment, n) => template[n] !== '{rest}' && template[n] !== segment);
    });
    expect(replaced.length).toBeLessThan(paths.length / 10);
    expect(replaced.filter((segment) => !/\d/.test(segment) && segment.length <= 80)).toEqual([]);
  });
});
