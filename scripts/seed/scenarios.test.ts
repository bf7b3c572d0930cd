import { describe, expect, it } from 'vitest';
import { ingestRequestsInput } from '../../packages/core/src/ingest/schema.ts';
import { newLog } from '../../packages/core/src/logs/schema.ts';
import { incidentOf } from './incident.ts';
import { createRandom } from './random.ts';
import { makeScenario, type ScenarioPart, scenarioNames } from './scenarios.ts';
import { diurnalShare } from './traffic-shape.ts';

const end = Date.UTC(2026, 10, 25, 14, 30);
const make = (name: (typeof scenarioNames)[number], seed = 1) => [...makeScenario(name, { seed, end })];

/** Requests of a service whose time is in a span. */
function requestsOf(parts: ScenarioPart[], service: string, [from, to]: [number, number]) {
  const all = parts.filter((part) => part.service === service).flatMap(({ requests }) => requests);
  return all.filter(({ timestamp }) => Date.parse(timestamp) >= from && Date.parse(timestamp) < to);
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('makeScenario', () => {
  it.each(scenarioNames)('%s is the same for the same seed and end, and another for another seed', (name) => {
    expect(make(name)).toEqual(make(name));
    if (name !== 'empty') expect(make(name, 2)).not.toEqual(make(name, 1));
  });

  it.each(scenarioNames)('%s is what the ingest doors take, and ends when it should', (name) => {
    for (const { service, version, stage, requests, logs } of make(name)) {
      if (requests.length > 0) {
        const batch = { batchId: '00000000-0000-8000-8000-000000000000', service, version, stage, requests };
        expect(ingestRequestsInput.safeParse(batch).error).toBeUndefined();
      }
      expect(logs.every((log) => newLog.safeParse(log).success && log.service === service)).toBe(true);
      expect(requests.every(({ timestamp }) => Date.parse(timestamp) < end)).toBe(true);
    }
  });

  it('sizes: nothing in empty, more in busy than in quiet', () => {
    const count = (name: (typeof scenarioNames)[number]) =>
      make(name).reduce((sum, { requests }) => sum + requests.length, 0);
    expect(count('empty')).toBe(0);
    expect(count('quiet')).toBeGreaterThan(1_000);
    expect(count('busy')).toBeGreaterThan(10 * count('quiet'));
  });

  it('the incident raises latency and errors of the released service between release and roll-back alone', () => {
    const parts = make('incident');
    const { deployedAt, failsAt, rolledBackAt } = incidentOf(end);
    const before = requestsOf(parts, 'checkout', [0, deployedAt]);
    const during = requestsOf(parts, 'checkout', [failsAt, rolledBackAt]);
    const after = requestsOf(parts, 'checkout', [rolledBackAt, end]);
    const failing = (list: typeof before) =>
      list.filter(({ statusCode }) => statusCode! >= 500).length / list.length;
    expect(failing(before)).toBeLessThan(0.01);
    expect(failing(during)).toBeGreaterThan(0.2);
    expect(failing(after)).toBeLessThan(0.01);
    const latency = (list: typeof before) => median(list.map(({ duration }) => duration!));
    expect(latency(during)).toBeGreaterThan(4 * latency(before));
    expect(latency(after)).toBeLessThan(2 * latency(before));
  });

  it('every server error of the incident has its error log, by request id', () => {
    const parts = make('incident');
    const logged = new Set(
      parts
        .flatMap(({ logs }) => logs)
        .filter(({ level }) => level === 'error')
        .map(({ requestId }) => requestId),
    );
    const failed = parts.flatMap(({ requests }) => requests).filter(({ statusCode }) => statusCode! >= 500);
    expect(failed.length).toBeGreaterThan(50);
    expect(failed.every(({ requestId }) => logged.has(requestId))).toBe(true);
  });

  it('changes the version of the released service only', () => {
    const versions = (service: string) =>
      new Set(
        make('incident')
          .filter((part) => part.service === service)
          .map(({ version }) => version),
      );
    expect(versions('checkout')).toEqual(new Set(['2.4.0', '2.5.0']));
    expect(versions('catalog').size).toBe(1);
  });
});

describe('diurnalShare', () => {
  it('is lowest at night, highest in the afternoon and lower at the weekend', () => {
    const at = (day: number, hour: number) => diurnalShare(Date.UTC(2026, 10, day, hour));
    expect(at(25, 4)).toBeCloseTo(0.15);
    expect(at(25, 16)).toBeCloseTo(1);
    expect(at(28, 16)).toBeCloseTo(0.6);
  });
});

describe('createRandom', () => {
  it('draws what it says', () => {
    const random = createRandom(7);
    const many = (draw: () => number) => Array.from({ length: 20_000 }, draw);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(many(random.next))).toBeCloseTo(0.5, 1);
    expect(median(many(() => random.logNormal(100, 0.5)))).toBeGreaterThan(96);
    expect(mean(many(() => random.poisson(3)))).toBeCloseTo(3, 1);
    expect(mean(many(() => random.poisson(80)))).toBeCloseTo(80, 0);
    expect(new Set(many(() => random.integer(1, 3)))).toEqual(new Set([1, 2, 3]));
    const picked = many(
      () =>
        random.pick([
          { weight: 1, is: 0 },
          { weight: 3, is: 1 },
        ]).is,
    );
    expect(mean(picked)).toBeCloseTo(0.75, 1);
    expect(random.hex(16)).toMatch(/^[0-9a-f]{16}$/);
  });
});
