import { describe, expect, it } from 'vitest';
import { plainAttributes } from '../plain-value.ts';
import { type Attributes, spanOf } from '../testing/make-spans.ts';
import { readJson } from '../wire/read-json.ts';
import { readServerRequest } from './read-server-request.ts';

function read(attributes: Attributes, status?: { code: number }) {
  const sent = readJson('Span', spanOf('a', { attributes, ...(status && { status }) }));
  return readServerRequest({ sent, attributes: plainAttributes(sent.attributes) }, { ip: null });
}

const stable = { 'http.request.method': 'GET', 'url.path': '/orders/7' };
const old = { 'http.method': 'GET', 'http.target': '/orders/7' };

describe('the request of a SERVER span', () => {
  it.each<[what: string, Attributes, object]>([
    [
      'the stable names',
      { ...stable, 'http.route': '/orders/:id', 'http.response.status_code': 201 },
      { method: 'GET', path: '/orders/7', route: '/orders/{id}', statusCode: 201 },
    ],
    [
      'a pattern of Go as its route',
      { ...stable, 'http.route': 'GET /orders/{id}', 'http.response.status_code': 200 },
      { method: 'GET', path: '/orders/7', route: '/orders/{id}', statusCode: 200 },
    ],
    [
      'the older names',
      { ...old, 'http.route': '/orders/{id}', 'http.status_code': 404 },
      { method: 'GET', path: '/orders/7', route: '/orders/{id}', statusCode: 404 },
    ],
    [
      'both at once, the stable first',
      {
        ...old,
        ...stable,
        'http.request.method': 'PUT',
        'http.status_code': 500,
        'http.response.status_code': 200,
      },
      { method: 'PUT', statusCode: 200 },
    ],
    ['a status written as text', { ...stable, 'http.response.status_code': '503' }, { statusCode: 503 }],
    ['a status that is none', { ...stable, 'http.response.status_code': 'many' }, { statusCode: null }],
    ['a status out of bounds', { ...stable, 'http.response.status_code': 99 }, { statusCode: null }],
    ['no status, as of a request that was broken off', stable, { statusCode: null }],
    ['a path with its query', { ...stable, 'url.query': 'a=1' }, { path: '/orders/7?a=1' }],
    [
      'url.full alone',
      { 'http.request.method': 'GET', 'url.full': 'https://shop.test:8443/orders/7?a=1#top' },
      { path: '/orders/7?a=1#top' },
    ],
    [
      'url.full without a path',
      { 'http.request.method': 'GET', 'url.full': 'https://shop.test' },
      { path: '/' },
    ],
    [
      'http.url alone',
      { 'http.method': 'GET', 'http.url': 'http://shop.test/orders/7' },
      { path: '/orders/7' },
    ],
    ['no address at all', { 'http.request.method': 'GET' }, { path: '/' }],
    [
      'a method that OpenTelemetry knows nothing of',
      { 'http.request.method': '_OTHER', 'http.request.method_original': 'PURGE' },
      { method: 'PURGE' },
    ],
    [
      'an error',
      { ...stable, 'error.type': 'TimeoutError', 'http.response.status_code': 500 },
      { error: { type: 'TimeoutError' } },
    ],
    ['a 404 of no route', { ...stable, 'http.response.status_code': 404 }, { route: 'unmatched' }],
    [
      'a 405 of an empty route',
      { ...stable, 'http.route': ' ', 'http.response.status_code': 405 },
      { route: 'unmatched' },
    ],
  ])('is read under %s', (_, attributes, expected) => {
    expect(read(attributes)).toMatchObject(expected);
  });

  it('has no route where the framework named none', () => {
    expect(read({ ...stable, 'http.response.status_code': 200 })).not.toHaveProperty('route');
  });

  it.each<[what: string, Attributes]>([
    ['a span of a queue', { 'messaging.system': 'kafka' }],
    ['a client side name only', { 'url.full': 'https://shop.test/' }],
    ['a procedure without a name', { 'rpc.system': 'grpc' }],
  ])('is none of %s', (_, attributes) => {
    expect(read(attributes)).toBeNull();
  });

  it('of a procedure has the status of its code, or of how it ended', () => {
    const grpc = { 'rpc.system': 'grpc', 'rpc.service': 'shop.Cart', 'rpc.method': 'Add' };
    expect(read({ ...grpc, 'rpc.grpc.status_code': 5 })).toMatchObject({
      path: '/shop.Cart/Add',
      statusCode: 404,
    });
    expect(read(grpc, { code: 2 })).toMatchObject({ statusCode: 500 });
    expect(read(grpc)).toMatchObject({ statusCode: 200 });
  });
});
