import { expect, it } from 'vitest';
import { writeResult } from './write-result.ts';

it('gives text as it is, bytes as base64, and cookies one by one', async () => {
  const text = new Response('ä', { status: 201, headers: { 'x-a': '1' } });
  text.headers.append('set-cookie', 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT');
  text.headers.append('set-cookie', 'b=2');
  expect(await writeResult(text)).toEqual({
    statusCode: 201,
    headers: { 'x-a': '1', 'content-type': 'text/plain;charset=UTF-8' },
    cookies: ['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'b=2'],
    body: 'ä',
    isBase64Encoded: false,
  });
  const bytes = Buffer.from([31, 139, 8, 0, 255]);
  expect(await writeResult(new Response(bytes))).toMatchObject({
    body: bytes.toString('base64'),
    isBase64Encoded: true,
  });
  expect(await writeResult(new Response(null, { status: 204 }))).toMatchObject({ statusCode: 204, body: '' });
});

it('says so when an answer is larger than a function may give', async () => {
  const { statusCode, body } = await writeResult(new Response('"'.repeat(3_300_000)));
  expect([statusCode, JSON.parse(body!).error.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  expect((await writeResult(new Response('a'.repeat(3_300_000)))).statusCode).toBe(200);
});
