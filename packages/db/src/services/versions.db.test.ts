import { versionOf } from '@apiscope/core/services/version-of';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDb, type TestDb } from '../testing/test-db.ts';
import { recordVersions } from './record-versions.ts';
import { versionAt } from './version-at.ts';

let test: TestDb;
beforeAll(async () => {
  test = await createTestDb();
});
afterAll(() => test.close());
beforeEach(() => test.db.serviceVersion.deleteMany());

const seen = (version: string | null, at: number, service = 'shop') => ({ service, version, at });
const stored = async () =>
  (await test.db.serviceVersion.findMany({ orderBy: [{ firstSeen: 'asc' }, { id: 'asc' }] })).map(
    ({ service, version, firstSeen }) => `${service} ${version} ${firstSeen.getTime()}`,
  );

describe('recordVersions', () => {
  it('keeps when each version was seen first, whatever order that is told in', async () => {
    await recordVersions(test.db, [seen('1', 50), seen('2', 90), seen('1', 40), seen(null, 1), seen('', 1)]);
    await recordVersions(test.db, [
      seen('1', 60),
      seen('2', 30),
      seen('1', 45, 'mail'),
      seen('x'.repeat(201), 1),
    ]);
    await recordVersions(test.db, []);
    expect(await stored()).toEqual(['shop 2 30', 'shop 1 40', 'mail 1 45']);
  });

  it('writes nothing for a version that is known', async () => {
    await recordVersions(test.db, [seen('1', 50)]);
    const [before] = await test.db.serviceVersion.findMany();
    await recordVersions(test.db, [seen('1', 50), seen('1', 70)]);
    expect(await test.db.serviceVersion.findMany()).toEqual([before]);
  });

  it('from many writers of the same new versions waits for nobody in a circle', async () => {
    const versions = Array.from({ length: 40 }, (_, n) => `v${n}`);
    await Promise.all(
      Array.from({ length: 8 }, (_, writer) =>
        recordVersions(
          test.db,
          (writer % 2 ? [...versions].reverse() : versions).map((version) => seen(version, writer)),
        ),
      ),
    );
    expect((await stored()).length).toBe(40);
    expect((await stored()).every((line) => line.endsWith(' 0'))).toBe(true);
  });

  it('forgets those of a service that appeared first, past a thousand', async () => {
    await recordVersions(test.db, [seen('old', 0, 'mail')]);
    await recordVersions(
      test.db,
      Array.from({ length: 1_005 }, (_, n) => seen(`v${n}`, n)),
    );
    expect((await stored()).slice(0, 2)).toEqual(['mail old 0', 'shop v5 5']);
    expect((await stored()).length).toBe(1_001);
  });
});

describe('versionAt', () => {
  it('is the one that had appeared last', async () => {
    await recordVersions(test.db, [seen('1', 50), seen('2', 90), seen('9', 10, 'mail')]);
    const at = (moment: number) => versionAt(test.db, { service: 'shop', at: moment });
    expect(await Promise.all([at(49), at(50), at(89), at(90), at(1e12)])).toEqual([null, '1', '1', '2', '2']);
  });
});

describe('line_version', () => {
  it('reads the version of a line as versionOf does', async () => {
    const text = fc.oneof(
      fc.constantFrom('', '1.2', 'x'.repeat(200), '🙂'.repeat(201)),
      fc.string({ unit: 'grapheme' }),
    );
    const value = fc.oneof(text, fc.integer(), fc.constant(null), fc.array(text), fc.dictionary(text, text));
    const meta = fc.oneof(
      fc.record({ version: value, 'service.version': value }, { requiredKeys: [] }),
      value,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(meta, { minLength: 20, maxLength: 20 }), async (metas) => {
        const storable = metas.filter((each) => !JSON.stringify(each).includes('\\u0000'));
        const rows = await test.db.$queryRaw<{ version: string | null }[]>`
          SELECT line_version(meta::jsonb) AS version FROM unnest(${storable.map((each) => JSON.stringify(each))}::text[]) AS meta`;
        expect(rows.map(({ version }) => version)).toEqual(storable.map(versionOf));
      }),
      { numRuns: 20 },
    );
  });
});
