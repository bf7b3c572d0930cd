import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { servedPaths } from '../http/served-paths.ts';
import { buildDocument } from './build-document.ts';

const run = promisify(execFile);
const document = buildDocument({ version: '1.2.3' });
const operation = (path: string, method: 'get' | 'post' | 'patch' | 'delete') =>
  document.paths[path]![method]!;

describe('buildDocument', () => {
  it('passes the recommended rules of the linter', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'apiscope-doc-'));
    const file = join(directory, 'openapi.json');
    await writeFile(file, JSON.stringify(document));
    const cli = join(import.meta.dirname, '../../../../node_modules/@redocly/cli/bin/cli.js');
    const { stdout, stderr } = await run(process.execPath, [cli, 'lint', file, '--extends', 'recommended'], {
      cwd: directory,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' },
    }).catch((failure: { stdout: string; stderr: string }) => failure);
    await rm(directory, { recursive: true });
    expect(`${stdout}${stderr}`).toMatch(/Your API description is valid/);
  }, 120_000);

  it('lists every path and method that is served, and no other', () => {
    const documented = Object.entries(document.paths).map(([path, item]) => [path, Object.keys(item).sort()]);
    const served = servedPaths().map(({ template, methods }) => [
      template,
      methods.map((method) => method.toLowerCase()).sort(),
    ]);
    expect(documented.sort()).toEqual(served.sort());
  });

  it('has 201 where something is created, the envelope around each answer, and the error schema', () => {
    expect(Object.keys(operation('/api/v1/users', 'post').responses)).toContain('201');
    expect(Object.keys(operation('/logs', 'post').responses)).toContain('201');
    const { responses } = operation('/api/v1/users/{id}', 'get');
    const schema = responses['200']!.content!['application/json']!.schema;
    expect(schema.required).toEqual(['data', 'error', 'metadata']);
    expect(schema.properties).toMatchObject({
      data: { $ref: '#/components/schemas/User' },
      error: { type: 'null' },
    });
    const page = operation('/api/v1/users', 'get').responses['200']!.content!['application/json']!.schema;
    expect(page.properties).toMatchObject({
      data: { type: 'array' },
      metadata: { $ref: '#/components/schemas/PageMetadata' },
      error: { type: 'null' },
    });
    expect(responses['404']!.content!['application/json']!.schema).toEqual({
      $ref: '#/components/schemas/ErrorEnvelope',
    });
  });

  it('tells every body that POST /logs takes, and where a stream that failed goes on', () => {
    const { requestBody, responses, parameters } = operation('/logs', 'post') as unknown as {
      requestBody: { content: object };
      responses: Record<string, { content: Record<string, { schema: object }> }>;
      parameters: { name: string; schema: object }[];
    };
    expect(Object.keys(requestBody.content)).toEqual([
      'application/json',
      'application/x-ndjson',
      'application/ndjson',
      'application/jsonl',
    ]);
    expect(parameters).toMatchObject([{ name: 'Content-Encoding', schema: { enum: ['identity', 'gzip'] } }]);
    expect(responses['503']!.content['application/json']!.schema).toEqual({
      $ref: '#/components/schemas/LogStreamFailure',
    });
    expect(document.components.schemas).toHaveProperty('LogStreamProgress.properties.nextIndex');
  });

  it('lists the filters as parameters, with their types', () => {
    const named = (path: string) =>
      Object.fromEntries(
        (operation(path, 'get').parameters as { name: string; in: string; schema: unknown }[]).map((each) => [
          each.name,
          each,
        ]),
      );
    expect(named('/logs')).toMatchObject({
      level__gte: { in: 'query', schema: { type: 'string' } },
      meta__isnull: { schema: { type: 'boolean' } },
      limit: { schema: { type: 'integer', minimum: 1, maximum: 1000, default: 20 } },
    });
    expect(named('/metrics')).toHaveProperty('windowSize');
    expect(named('/logs/stream')).toMatchObject({
      lastEventId: { in: 'query' },
      'Last-Event-ID': { in: 'header' },
      level__gte: { in: 'query' },
    });
    expect(named('/api/v1/users/{id}')).toMatchObject({ id: { in: 'path', required: true } });
  });
});
