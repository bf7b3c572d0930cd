import { describe, expect, it } from 'vitest';
import { pointsTrend, ratioTrend } from './trend.ts';

describe('trends', () => {
  it('has nothing to say without an earlier number', () => {
    expect(ratioTrend(5, null, 'bad')).toEqual({ kind: 'none' });
    expect(ratioTrend(5, 0, 'bad')).toEqual({ kind: 'none' });
    expect(ratioTrend(null, 5, 'bad')).toEqual({ kind: 'none' });
  });

  it('tells good from bad by direction, and leaves traffic neutral', () => {
    expect(ratioTrend(120, 100, 'bad')).toEqual({ kind: 'up', change: '20%', meaning: 'bad' });
    expect(ratioTrend(95, 100, 'bad')).toEqual({ kind: 'down', change: '5.0%', meaning: 'good' });
    expect(ratioTrend(9_000, 10, 'neutral')).toEqual({ kind: 'up', change: '>999%', meaning: 'neutral' });
    expect(ratioTrend(100.3, 100, 'bad')).toEqual({ kind: 'flat' });
  });

  it('compares shares in points', () => {
    expect(pointsTrend(4.03, 2, 'bad')).toEqual({ kind: 'up', change: '2.03 points', meaning: 'bad' });
    expect(pointsTrend(2, 2.001, 'bad')).toEqual({ kind: 'flat' });
  });
});
