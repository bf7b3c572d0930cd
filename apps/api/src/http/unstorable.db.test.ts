import type { Issue } from '@apiscope/core/errors';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportRoutes } from '../export/export-routes.ts';
import { appRouter } from '../router.ts';
import { openTestApp, type TestApp } from '../testing/open-test-app.ts';
import { kindOf, type Shape } from './decode-parameters.ts';
import { listRestRoutes } from './list-rest-routes.ts';

let database: TestDb;
let api: TestApp;
beforeAll(async () => {
  database = await createTestDb();
  api = await openTestApp(database.url);
});
afterAll(async () => {
  await api.close();
  await database.close();
});

const lists = listRestRoutes(appRouter)
  .filter(({ method, template }) => method === 'GET' && !template.startsWith('/health'))
  .map(({ template, shape }) => ({ template, shape: shape ?? {} }));
const exports = exportRoutes.map(({ template, input }) => ({ template, shape: input.shape as Shape }));
/** Every route that is read from, with its plain parameters of text: a filter has its own judge. */
const doors = [...lists, ...exports]
  .map(({ template, shape }) => ({
    template,
    names: Object.keys(shape).filter((name) => !name.includes('__') && kindOf(shape[name]) === 'text'),
    shape,
  }))
  .filter(({ names }) => names.length > 0);

function urlOf(template: string, shape: Shape, name: string): string {
  const others = Object.keys(shape).filter((each) => each !== name && !shape[each]!._zod.optin);
  const values = new Map([...others.map((each) => [each, '1'] as const), [name, 'a\0b']]);
  const path = template.replace(/\{(\w+)\}/g, (_, each: string) => {
    const value = values.get(each) ?? '1';
    values.delete(each);
    return encodeURIComponent(value);
  });
  return `${path}?${new URLSearchParams([...values])}`;
}

/** The parameters that a refusal names, over REST or tRPC. */
async function issuesOf(response: Response): Promise<string[]> {
  const { error } = (await response.json()) as { error: { issues?: Issue[]; data?: { issues: Issue[] } } };
  return (error.issues ?? error.data?.issues ?? []).map(({ path }) => path);
}

describe('a text that cannot be stored is the caller’s fault, who is told which parameter it is', () => {
  it.each(doors)('$template', async ({ template, names, shape }) => {
    for (const name of names) {
      const response = await api.app.request(urlOf(template, shape, name));
      const isNamed = response.status !== 400 || (await issuesOf(response)).length > 0;
      expect([name, response.status < 500, isNamed]).toEqual([name, true, true]);
    }
  });

  it.each([
    ['/services/a%00b', 'name'],
    ['/metrics/summary?service=shop&endpoint=a%00b', 'endpoint'],
    ['/replay?path=%00', 'path'],
    ['/metrics/export?format=csv&service=%00', 'service'],
    [`/trpc/metrics.summary?input=${encodeURIComponent('{"service":"\\u0000"}')}`, 'service'],
  ])('%s', async (path, named) => {
    const response = await api.app.request(path);
    expect([response.status, await issuesOf(response)]).toEqual([400, [named]]);
  });

  it.each([
    ['POST', '/api/v1/users', { name: 'a\0b', age: 1 }, 'name'],
    ['PUT', '/retention', { kind: 'logs', service: 'a\0b', days: 3 }, 'service'],
  ])('%s %s', async (method, path, body, named) => {
    const answer = await api.send(method, path, body);
    expect([answer.status, answer.body.error?.issues?.map(({ path }) => path)]).toEqual([400, [named]]);
  });

  it('never keeps a line of the audit log from being written', async () => {
    const input = { url: 'http://127.0.0.1:9/mcp', tool: 'half \uD83D', arguments: {} };
    expect((await api.send('POST', '/mcp-debug', input)).status).toBe(200);
    const { body } = await api.call('/audit?action__eq=mcp.debug');
    expect(body.data).toMatchObject([{ details: { tool: 'half \uFFFD' } }]);
  });
});
