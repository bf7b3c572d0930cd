import { expect, it } from 'vitest';
import { describeShown } from './describe-shown.ts';

it.each([
  [200, 15_222, false, '200 of 15,222 lines'],
  [0, 0, false, '0 of 0 lines'],
  [200, 10_000, true, '200 of more than 10,000 lines'],
  [37, 37, true, '37 lines so far'],
  [0, 0, true, 'none so far'],
])('%i of %i, capped %s: %s', (shown, total, isCapped, text) => {
  expect(describeShown({ shown, total, isCapped })).toBe(text);
});
