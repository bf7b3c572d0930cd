import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkTypes } from './testing/check-types.ts';

it('the program is right by the types of the platform and of AWS', () => {
  expect(checkTypes(join(import.meta.dirname, '..'))).toEqual([]);
}, 300_000);
