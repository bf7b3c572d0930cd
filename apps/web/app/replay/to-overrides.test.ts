import { expect, it } from 'vitest';
import { openForm, toOverrides } from './to-overrides.ts';

const captured = {
  query: { tag: ['a', 'b'], page: '1' },
  redactedPaths: ['headers.authorization', 'query.token', 'body.card'],
  body: { n: 1 },
};

it('asks for nothing where nothing was changed', () => {
  expect(toOverrides(openForm(captured, null), captured, [])).toEqual({});
});

it('opens with a row for every header that was redacted', () => {
  expect(openForm(captured, 'a').headers).toEqual([{ key: 0, name: 'authorization', value: '' }]);
});

it('asks for what was changed, and for nothing else', () => {
  const form = openForm(captured, 'staging');
  const changed = {
    ...form,
    headers: [
      { key: 0, name: ' Authorization', value: 'Bearer x' },
      { key: 1, name: '', value: 'y' },
    ],
    leftOut: ['accept'],
    query: form.query.filter(({ value }) => value !== 'b'),
    body: '',
    isConfirmed: true,
  };
  expect(toOverrides(changed, captured, ['body.at'])).toEqual({
    target: 'staging',
    headers: { accept: null, authorization: 'Bearer x' },
    query: { tag: 'a', page: '1' },
    body: null,
    confirm: true,
    ignore: ['body.at'],
  });
});

it('keeps repeated keys of a query in their order', () => {
  const form = openForm(captured, null);
  const query = [...form.query, { key: 9, name: 'tag', value: 'c' }];
  expect(toOverrides({ ...form, query }, captured, []).query).toEqual({ tag: ['a', 'b', 'c'], page: '1' });
});
