import { expect, it } from 'vitest';
import { identifiersOf } from './identifiers.ts';

it('keeps variables of five characters and more, folded, each once, with the ids of request and trace', () => {
  const variables = ['200', 'blk_-1608', 'BLK_-1608', 'İstanbul', '4242'];
  expect(identifiersOf(variables, 'Req-77', null, undefined, '')).toEqual([
    'blk_-1608',
    'istanbul',
    'req-77',
  ]);
});
