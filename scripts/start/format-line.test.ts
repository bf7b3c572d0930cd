import { describe, expect, it } from 'vitest';
import { formatLine } from './format-line.ts';

const line = JSON.stringify({ level: 40, time: 0, pid: 7, msg: 'slow', route: '/logs', ms: 12.5, ids: [1] });

describe('formatLine', () => {
  it('keeps JSON for machines and names the child of any other line', () => {
    expect(formatLine('api', line, false)).toBe(line);
    expect(formatLine('api', 'panic', false)).toBe('api | panic');
    expect(formatLine('api', '{"not a record":1}', true)).toBe('api | {"not a record":1}');
    expect(formatLine('api', '{broken', true)).toBe('api | {broken');
  });

  it('writes time, child, level, message and fields for people', () => {
    const shown = formatLine('api', line, true);
    expect(shown).toMatch(/^\d\d:\d\d:\d\d api {6}/);
    expect(shown).toContain('warn');
    expect(shown).toContain('slow');
    expect(shown).toContain('route=/logs ms=12.5 ids=[1]');
    expect(shown).not.toContain('pid');
  });
});
