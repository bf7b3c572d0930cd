import { expect, it } from 'vitest';
import { parseDays } from './policy-days.ts';

it('reads whole days within bounds, and nothing else', () => {
  expect(['1', ' 30 ', '3650', '0007'].map(parseDays)).toEqual([1, 30, 3_650, 7]);
  for (const text of ['', '0', '3651', '1.5', '1e2', '-3', 'seven', '٣', '99999'])
    expect(parseDays(text), text).toBeNull();
});
