import { expect, it } from 'vitest';
import { readEvent } from './read-event.ts';
import { sampleEvent } from './testing/sample-event.ts';

const { signal } = new AbortController();

it('reads the event that AWS documents', async () => {
  const request = readEvent(
    sampleEvent('POST', '/path/to/resource', {
      query: 'parameter1=value1&parameter1=value2&parameter2=value',
      cookies: ['cookie1=a', 'cookie2=b'],
      headers: { Header1: 'value1', Header2: 'value1,value2' },
      body: 'eyJ0ZXN0IjoiYm9keSJ9',
      isBase64Encoded: true,
    }),
    signal,
  );
  expect([request.method, request.url]).toEqual([
    'POST',
    'https://id.execute-api.us-east-1.amazonaws.com/path/to/resource?parameter1=value1&parameter1=value2&parameter2=value',
  ]);
  expect(Object.fromEntries(request.headers)).toMatchObject({
    cookie: 'cookie1=a; cookie2=b',
    header1: 'value1',
    header2: 'value1,value2',
    'content-length': '15',
  });
  expect(await request.json()).toEqual({ test: 'body' });
});

it('keeps bytes that are no text, and characters beyond Latin', async () => {
  const bytes = Buffer.from([0, 255, 128, 10]);
  const binary = sampleEvent('POST', '/v1/logs', { body: bytes.toString('base64'), isBase64Encoded: true });
  expect(Buffer.from(await readEvent(binary, signal).arrayBuffer())).toEqual(bytes);
  const text = readEvent(
    sampleEvent('POST', '/logs', { body: '日本', headers: { 'x-word': '日本' } }),
    signal,
  );
  expect(await text.text()).toBe('日本');
  expect(Buffer.from(text.headers.get('x-word')!, 'latin1').toString()).toBe('日本');
});

it('takes the name of a stage off the path, and leaves a path alone that only looks so', () => {
  const pathOf = (path: string, stage: string) => {
    const event = sampleEvent('GET', path);
    return new URL(readEvent({ ...event, requestContext: { ...event.requestContext, stage } }, signal).url)
      .pathname;
  };
  expect(pathOf('/prod/info', 'prod')).toBe('/info');
  expect(pathOf('/prod', 'prod')).toBe('/');
  expect(pathOf('/production/info', 'prod')).toBe('/production/info');
  expect(pathOf('/%72eplay', '$default')).toBe('/%72eplay');
});

it('has no body where none may be, and refuses an address that is none', () => {
  expect(readEvent(sampleEvent('GET', '/info', { body: 'x' }), signal).body).toBeNull();
  expect(() => readEvent(sampleEvent('GET', '/', { headers: { host: 'a b' } }), signal)).toThrow(TypeError);
});
