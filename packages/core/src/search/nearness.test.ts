import { expect, it } from 'vitest';
import { nearness } from './nearness.ts';

it.each([
  [['orders'], 'GET /orders/{id}', 100],
  [['ORDERS', 'get'], 'GET /orders/{id}', 200],
  [['oders'], 'GET /orders/{id}', 80],
  [['ordres'], 'GET /orders/{id}', 83],
  [['ordxyz'], 'GET /orders/{id}', 0],
  [['gte'], 'GET /orders/{id}', 0],
  [[], 'GET /', 0],
  [['anything'], '', 0],
])('%j near %j: %i', (words, text, expected) => {
  expect(nearness(words, text)).toBe(expected);
});
