import type { ObservedRequest } from '../../packages/core/src/ingest/schema.ts';
import type { NewLog } from '../../packages/core/src/logs/schema.ts';
import { printTimestamp } from '../../packages/core/src/search/timestamp.ts';
import { deployLogs, healthAt, type Incident, incidentOf, versionAt } from './incident.ts';
import { fill, makeRequest } from './make-request.ts';
import { createRandom, seedOf } from './random.ts';
import { type Service, services } from './services.ts';
import { diurnalShare } from './traffic-shape.ts';

const minute = 60_000;

/** What a scenario is made of. */
export type Scenario = {
  readonly about: string;
  /** Minutes it covers, ending at `end`. */
  readonly minutes: number;
  readonly services: readonly string[];
  /** What the services' peak is multiplied by. */
  readonly load: number;
  readonly hasIncident?: true;
};

export const scenarios = {
  quiet: {
    about: 'a day of two services with little to do and hardly an error',
    minutes: 1_440,
    services: ['gateway', 'catalog'],
    load: 0.04,
  },
  busy: {
    about: 'a day of five services with the ups and downs of real traffic',
    minutes: 1_440,
    services: services.map(({ name }) => name),
    load: 0.45,
  },
  incident: {
    about: 'six hours of four services: a release of checkout goes wrong, is noticed and taken back',
    minutes: 360,
    services: ['gateway', 'catalog', 'checkout', 'notify'],
    load: 0.9,
    hasIncident: true,
  },
  empty: { about: 'nothing at all', minutes: 0, services: [], load: 0 },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;
export const scenarioNames = Object.keys(scenarios) as ScenarioName[];

/** Ten minutes of one service, in the order of time; at most a few hundred requests. */
export type ScenarioPart = {
  readonly service: string;
  readonly version: string;
  readonly stage: string;
  /** Start of the ten minutes, epoch ms. */
  readonly start: number;
  readonly requests: readonly ObservedRequest[];
  readonly logs: readonly NewLog[];
};

const partMinutes = 10;

/** Makes a scenario that ends at `end` (epoch ms), part by part: the same for the same seed and end, whatever the machine. */
export function* makeScenario(
  name: ScenarioName,
  { seed, end }: { seed: number; end: number },
): Generator<ScenarioPart> {
  const scenario: Scenario = scenarios[name];
  const first = end - scenario.minutes * minute;
  const incident = scenario.hasIncident ? incidentOf(end) : null;
  const chosen = services.filter((service) => scenario.services.includes(service.name));
  for (let start = first; start < end; start += partMinutes * minute) {
    for (const service of chosen) {
      yield makePart({ service, start, load: scenario.load, incident, seed });
    }
  }
}

function makePart({
  service,
  start,
  load,
  incident,
  seed,
}: {
  service: Service;
  start: number;
  load: number;
  incident: Incident | null;
  seed: number;
}): ScenarioPart {
  const random = createRandom(seedOf(seed, `${service.name} ${start}`));
  const requests: ObservedRequest[] = [];
  const logs: NewLog[] = [...deployLogs(service, incident, { start, end: start + partMinutes * minute })];
  for (let at = start; at < start + partMinutes * minute; at += minute) {
    const moments = Array.from(
      { length: random.poisson(60 * service.peak * load * diurnalShare(at)) },
      () => at + random.integer(0, minute - 1),
    );
    for (const moment of moments.sort((a, b) => a - b)) {
      const made = makeRequest(random, moment, { service, health: healthAt(service.name, incident, moment) });
      requests.push(made.request);
      logs.push(...made.logs);
    }
    if (random.next() < 0.1)
      logs.push(
        chatterOf(
          service,
          fill(random, service.chatter[random.integer(0, service.chatter.length - 1)]!),
          at + random.integer(0, minute - 1),
        ),
      );
  }
  logs.sort((a, b) => a.created_at!.localeCompare(b.created_at!));
  return {
    service: service.name,
    version: versionAt(service, incident, start),
    stage: 'production',
    start,
    requests,
    logs,
  };
}

function chatterOf({ name }: Service, message: string, at: number): NewLog {
  return { source: 'app', service: name, level: 'info', message, created_at: printTimestamp(at) };
}
