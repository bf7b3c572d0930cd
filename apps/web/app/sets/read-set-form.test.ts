import { expect, it } from 'vitest';
import { readNewSet, readSetForm } from './read-set-form.ts';

function formOf(values: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

const filled = {
  name: ' checkout ',
  filter: 'statusCode__lt=300',
  target: '',
  maxRequests: '50',
  concurrency: '4',
  rateLimit: '2.5',
  ignoredPaths: ' body.at \n\nheaders.etag\n',
};

it('reads a set, paths a line each', () => {
  expect(readSetForm(formOf({ ...filled, confirm: 'on', target: 'staging' }))).toEqual({
    name: 'checkout',
    filter: 'statusCode__lt=300',
    target: 'staging',
    maxRequests: 50,
    concurrency: 4,
    rateLimit: 2.5,
    confirm: true,
    ignoredPaths: ['body.at', 'headers.etag'],
    noisePaths: [],
  });
});

it('leaves a number that is missing for the API to refuse', () => {
  expect(readSetForm(formOf({ ...filled, maxRequests: '' })).maxRequests).toBeNaN();
});

it('takes the filter of a saved view in place of a written one, and its service unless one is chosen', () => {
  expect(readNewSet(formOf({ ...filled, service: 'shop', view: '' }))).toMatchObject({
    service: 'shop',
    filter: 'statusCode__lt=300',
    target: null,
  });
  const ofView = readNewSet(formOf({ ...filled, service: '', view: '7' }));
  expect(ofView).toMatchObject({ view: 7 });
  expect(ofView).not.toHaveProperty('filter');
  expect(ofView).not.toHaveProperty('service');
});
