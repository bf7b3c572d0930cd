import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../packages/db/src/testing/make-samples.ts';
import { createTestDb, type TestDb } from '../../packages/db/src/testing/test-db.ts';
import { interleave } from '../data/amplify-logs.ts';
import { readRealLogs } from '../data/read-real-logs.ts';
import { sharedData } from '../data/shared-data.ts';
import { type Corpus, openCorpus } from './corpus.ts';
import { type Engine, ourEngine } from './engines.ts';
import { measureIdentifiers, measureQuestions, measureSimilar, measureTypos } from './measures.ts';
import { type Labels, readLabels } from './read-labels.ts';

if (sharedData === null)
  console.error('relevance.db.test.ts: no folder shared/data beside the repository, nothing asked');

/** Six systems in one database; the figures of `relevance.bench.ts` with room for what a change elsewhere may shift. */
describe.runIf(sharedData !== null)('12,000 labelled lines', { timeout: 120_000 }, () => {
  let database: TestDb;
  let corpus: Corpus;
  let engine: Engine;
  let labels: Labels;
  beforeAll(async () => {
    database = await createTestDb();
    labels = readLabels(sharedData!);
    const real = readRealLogs(sharedData!).filter(({ system, row }) => labels.templateOf(system, row));
    corpus = await openCorpus(database.db, interleave(real), Date.UTC(2026, 0, 31));
    // As in a large scope: what no index knows is not read.
    engine = ourEngine(corpus, { wholeBelow: 0 });
  }, 60_000);
  afterAll(() => database.close());

  it('are found by the questions of people', async () => {
    const { share, missed } = await measureQuestions(engine, labels, { filtered: false });
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.8);
  });

  it('are found by their identifiers', async () => {
    const { share, missed } = await measureIdentifiers(engine, corpus, {
      random: seededRandom(11),
      ofKind: 20,
    });
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.99);
  });

  it.each([
    [1, 0.85],
    [2, 0.8],
  ] as const)('are found by two words with %i of them mistyped', async (edits, least) => {
    const random = seededRandom(12);
    const { share, missed } = await measureTypos(engine, corpus, { labels, random, edits, count: 40 });
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(least);
  });

  it('are alike where people gave them one template', async () => {
    const { share, missed } = await measureSimilar(engine, corpus, {
      labels,
      random: seededRandom(13),
      count: 60,
    });
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.97);
  });
});
