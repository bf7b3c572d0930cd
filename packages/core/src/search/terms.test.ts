import { describe, expect, it } from 'vitest';
import { parseSearch, printSearch } from './terms.ts';

const yes = (text: string) => ({ text, negated: false });
const no = (text: string) => ({ text, negated: true });
const quoted = <T>(term: T) => ({ ...term, quoted: true as const });

describe('parseSearch', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['timeout', [yes('timeout')]],
    ['db  timeout\t\nx', [yes('db'), yes('timeout'), yes('x')]],
    ['"connection refused"', [quoted(yes('connection refused'))]],
    ['-debug', [no('debug')]],
    ['-"health check" ok', [quoted(no('health check')), yes('ok')]],
    ['"unclosed phrase runs on', [quoted(yes('unclosed phrase runs on'))]],
    ['""', []],
    ['"  "', []],
    ['-', []],
    ['- a', [yes('a')]],
    ['a -- b --- c', [yes('a'), yes('b'), yes('c')]],
    ['"-" -"--"', [quoted(yes('-')), quoted(no('--'))]],
    ['--x', [no('-x')]],
    ['a-b', [yes('a-b')]],
    ['blk_-695229', [yes('blk_-695229')]],
    ['"-5"', [quoted(yes('-5'))]],
    ['say"hi there"', [yes('say'), quoted(yes('hi there'))]],
    ['100% _x_ \\', [yes('100%'), yes('_x_'), yes('\\')]],
    ['日本 😀', [yes('日本'), yes('😀')]],
    ['a\u00a0b\u3000c', [yes('a'), yes('b'), yes('c')]],
  ])('%j', (text, terms) => {
    expect(parseSearch(text)).toEqual(terms);
  });

  it('prints what it reads back', () => {
    for (const terms of [
      [],
      [yes('a'), quoted(no('b c'))],
      [quoted(yes('-5'))],
      [no('-5')],
      [quoted(yes('word'))],
      [quoted(yes(' padded '))],
    ]) {
      expect(parseSearch(printSearch(terms))).toEqual(terms);
    }
  });

  it('reads the longest text at once', () => {
    const started = performance.now();
    for (const piece of ['"', '-', '-"', 'a ', '" ']) parseSearch(piece.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
