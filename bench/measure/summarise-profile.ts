import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Profile = {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
    children?: number[];
  }[];
  samples: number[];
  timeDeltas: number[];
};

/** Time of one function in a CPU profile, percent of the time that the process was busy: in itself, and with what it calls. */
export type Cost = { name: string; self: number; total: number };

/** The functions that cost most by themselves, of the thread that runs the API; profiles of other threads lie beside it. */
export function summariseProfile(folder: string, count: number): Cost[] {
  const profiles = readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile);
  const profile = profiles.find(({ nodes }) =>
    nodes.some(({ callFrame }) => callFrame.url.includes('insert-logs')),
  );
  return profile ? costsOf(profile, count) : [];
}

function costsOf(profile: Profile, count: number): Cost[] {
  const selfOf = new Map<number, number>();
  profile.samples.forEach((id, at) => {
    selfOf.set(id, (selfOf.get(id) ?? 0) + profile.timeDeltas[at]!);
  });
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const costs = new Map<string, Cost>();
  const visit = (id: number, above: ReadonlySet<string>): number => {
    const name = describe(nodes.get(id)!.callFrame);
    const self = selfOf.get(id) ?? 0;
    const cost = costs.get(name) ?? { name, self: 0, total: 0 };
    costs.set(name, cost);
    const inside = new Set(above).add(name);
    const below = (nodes.get(id)!.children ?? []).reduce((sum, child) => sum + visit(child, inside), 0);
    cost.self += self;
    // A function that calls itself is counted once.
    if (!above.has(name)) cost.total += self + below;
    return self + below;
  };
  const all = visit(profile.nodes[0]!.id, new Set());
  const busy = all - (costs.get('(idle)')?.self ?? 0);
  return [...costs.values()]
    .filter(({ name }) => !['(root)', '(idle)'].includes(name))
    .map(({ name, self, total }) => ({ name, self: (100 * self) / busy, total: (100 * total) / busy }))
    .sort((a, b) => b.self - a.self)
    .slice(0, count);
}

function describe({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  const place = url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/(?=(?:apps|packages|node_modules)\/)/, '')
    .replace(/^.*node_modules\//, '');
  return `${functionName || '(anonymous)'}${place ? ` ${place}:${lineNumber + 1}` : ''}`;
}
