import type { Embedder } from './embed.ts';

/** One thing every embedder promises; `check` throws when it does not hold. */
export type EmbedderPromise = { name: string; check: (embedder: Embedder) => void };

const texts = [
  'connection to 10.0.0.1:5432 refused',
  'user 42 logged in',
  '数据库连接失败',
  'ошибка соединения',
  '🎉 done',
  '\ud800 lone surrogate \u0000',
  'drop %_\\ \'";--',
  'word '.repeat(20_000),
];

/** The suite: run each promise as one test, for every embedder, real or fake. */
export const embedderContract: readonly EmbedderPromise[] = [
  {
    name: 'gives vectors of its dimensions, finite and of length 1',
    check(embedder) {
      for (const text of texts) {
        const vector = embedder.embed(text);
        demand(
          vector.length === embedder.dimensions,
          `${vector.length} dimensions, not ${embedder.dimensions}`,
        );
        demand(
          Math.abs(cosine(vector, vector) - 1) < 1e-4,
          `length is not 1 for ${JSON.stringify(text.slice(0, 40))}`,
        );
      }
    },
  },
  {
    name: 'gives finite numbers for texts without a word',
    check(embedder) {
      for (const text of ['', ' ', '\n\t', '--- ***', '\ud83d']) {
        const vector = embedder.embed(text);
        demand(
          vector.length === embedder.dimensions && vector.every(Number.isFinite),
          `not finite for ${JSON.stringify(text)}`,
        );
      }
    },
  },
  {
    name: 'gives the same vector for the same text, and a new one each time',
    check(embedder) {
      for (const text of texts) {
        const first = embedder.embed(text);
        const kept = Array.from(first);
        first.fill(0);
        demand(
          Array.from(embedder.embed(text)).every((value, n) => value === kept[n]),
          'vectors differ or are shared',
        );
      }
    },
  },
  {
    name: 'puts a line that differs in its variables alone nearer than another line',
    check(embedder) {
      const line = embedder.embed('connection from 10.0.0.1 port 4711 refused after 30 ms');
      const twin = embedder.embed('connection from 192.168.7.9 port 22 refused after 1250 ms');
      const other = embedder.embed('nightly backup of the archive finished without warnings');
      demand(cosine(line, twin) > 0.9, `twins are ${cosine(line, twin)} alike`);
      demand(cosine(line, twin) > cosine(line, other), 'another line is as near');
    },
  },
  {
    name: 'names its version',
    check({ version }) {
      demand(/^\S{1,100}$/.test(version), `version is ${JSON.stringify(version)}`);
    },
  },
];

/** Cosine of two vectors of length 1. */
export function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, n) => sum + value * b[n]!, 0);
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
