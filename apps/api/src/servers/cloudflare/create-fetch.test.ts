import { systemClock } from '@apiscope/core/clock';
import { countingId } from '@apiscope/core/ids';
import { expect, it } from 'vitest';
import { createFetch } from './create-fetch.ts';

const secret = Buffer.alloc(32, 7).toString('base64');
const database = 'postgres://apiscope:hidden@db.example.com/apiscope';

it.each([
  ['no database', { APISCOPE_SECRET_KEY: secret }, /DATABASE_URL: is needed/],
  ['no key to sign in by', { HYPERDRIVE: { connectionString: database } }, /APISCOPE_SECRET_KEY: is needed/],
  [
    'open to everybody',
    { DATABASE_URL: database, APISCOPE_SECRET_KEY: secret, AUTH: 'off' },
    /AUTH: off is for/,
  ],
])('a Worker with %s answers 503, and its log says what to set', async (_, bindings, words) => {
  const lines: string[] = [];
  const stdout = { write: (line: string) => lines.push(line) };
  const ask = createFetch({ clock: systemClock, newId: countingId('request'), stdout });
  const answer = await ask(new Request('https://apiscope.example.com/logs'), bindings, {
    waitUntil: () => {},
  });
  expect([answer.status, await answer.json()]).toMatchObject([
    503,
    { data: null, error: { code: 'SERVICE_UNAVAILABLE' } },
  ]);
  expect(lines.join('\n')).toMatch(words);
  expect(lines.join('\n')).not.toMatch(/hidden|BwcHBw/);
});
