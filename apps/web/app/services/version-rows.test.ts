import { expect, it } from 'vitest';
import { versionRows } from './version-rows.ts';

const day = (n: number) => `2026-01-0${n}T00:00:00.000Z`;

it('lists each version once per stage, and those that only lines told of in their place', () => {
  const seenWith = [
    { version: '1.2', stage: 'prod', firstSeen: day(3), lastSeen: day(6) },
    { version: '1.2', stage: 'staging', firstSeen: day(3), lastSeen: day(4) },
    { version: null, stage: 'prod', firstSeen: day(1), lastSeen: day(2) },
  ];
  const versionsSeen = [
    { version: '1.3', firstSeen: day(5) },
    { version: '1.2', firstSeen: day(3) },
  ];
  const rows = versionRows({ seenWith, versionsSeen });
  expect(rows.map(({ version, stage, lastSeen }) => [version, stage, lastSeen])).toEqual([
    ['1.2', 'prod', day(6)],
    ['1.3', null, null],
    ['1.2', 'staging', day(4)],
    [null, 'prod', day(2)],
  ]);
});

it('has none for a service that never said what it runs', () => {
  expect(versionRows({ seenWith: [], versionsSeen: [] })).toEqual([]);
});
