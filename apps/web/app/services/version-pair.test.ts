import { describe, expect, it } from 'vitest';
import { chooseVersions, isWorse, listVersions } from './version-pair.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const seen = (version: string | null, stage: string, minute: number) => ({
  version,
  stage,
  firstSeen: at(minute),
  lastSeen: at(59),
});

describe('the versions of a service', () => {
  it('come by when they appeared first, on any stage and by any tale, whatever was seen last', () => {
    const detail = {
      seenWith: [
        seen('2', 'production', 30),
        seen('1', 'production', 5),
        seen('2', 'staging', 10),
        seen(null, 'x', 1),
      ],
      versionsSeen: [
        { version: '3', firstSeen: at(20) },
        { version: '1', firstSeen: at(7) },
      ],
    };
    expect(listVersions(detail)).toEqual(['3', '2', '1']);
  });

  it('are compared as asked, else the last with the one before it, never with itself unless asked', () => {
    const choose = (query: string, versions = ['3', '2', '1']) =>
      chooseVersions(versions, new URLSearchParams(query));
    expect(choose('')).toEqual({ before: '2', after: '3' });
    expect(choose('before=1')).toEqual({ before: '1', after: '3' });
    expect(choose('before=3')).toEqual({ before: '3', after: '2' });
    expect(choose('after=2')).toEqual({ before: '1', after: '2' });
    expect(choose('after=1')).toEqual({ before: '2', after: '1' });
    expect(choose('before=9&after=8')).toEqual({ before: '2', after: '3' });
    expect(choose('', ['1'])).toBeNull();
  });
});

describe('a version is worse', () => {
  const numbers = (changes = {}) => ({
    count: 20,
    errorRate: 1,
    p50Latency: 10,
    p95Latency: 100,
    ...changes,
  });
  const judge = (after: object | null, what: 'errorRate' | 'p50Latency' | 'p95Latency', before = {}) =>
    isWorse({ before: numbers(before), after: after && numbers(after) }, what);

  it('by a point of errors, or by a fifth of latency that is felt', () => {
    expect(judge({ errorRate: 2 }, 'errorRate')).toBe(true);
    expect(judge({ errorRate: 1.9 }, 'errorRate')).toBe(false);
    expect(judge({ p95Latency: 120 }, 'p95Latency')).toBe(true);
    expect(judge({ p95Latency: 119 }, 'p95Latency')).toBe(false);
    expect(judge({ p50Latency: 14 }, 'p50Latency')).toBe(false);
  });

  it('never by a handful of requests, or against nothing', () => {
    expect(judge({ errorRate: 50, count: 19 }, 'errorRate')).toBe(false);
    expect(judge({ errorRate: 50 }, 'errorRate', { count: 19 })).toBe(false);
    expect(judge({ p95Latency: null }, 'p95Latency')).toBe(false);
    expect(judge(null, 'errorRate')).toBe(false);
  });
});
