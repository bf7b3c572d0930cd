import { readFileSync } from 'node:fs';
import { fillSnippet } from '@apiscope/core/snippets/fill-snippet';
import { sdkSnippets } from '@apiscope/core/snippets/sdk-snippets';
import { expect, it } from 'vitest';

/** What the pages show, in this order. Type-checked with everything else, and against the built package in build.test.ts. */
const shown = [
  ['express', 'Express 4 and 5'],
  ['fastify', 'Fastify 5'],
  ['hono', 'Hono'],
  ['node', 'node:http'],
  ['workers', 'Cloudflare Workers'],
  ['lambda', 'AWS Lambda'],
  ['trpc', 'tRPC 11'],
  ['pino', 'Logs of pino'],
  ['console', 'Logs of the console'],
] as const;

const codeOf = (id: string) => readFileSync(new URL(`snippets/${id}.ts`, import.meta.url), 'utf8');
const quoted = (code: string) => code.replace(/[\\`]|\$\{/g, '\\$&');

it('what pages show of the SDK is what is compiled here', async () => {
  const entries = shown.map(
    ([id, title]) =>
      `  {\n    id: '${id}',\n    title: '${title}',\n    code: \`${quoted(codeOf(id))}\`,\n  },\n`,
  );
  const head =
    '// Written by `npx vitest run packages/sdk/snippets.golden.test.ts -u` from packages/sdk/snippets.\n';
  const type =
    '/** A whole program that uses the SDK; `fillSnippet` puts one’s own address and service into it. */\nexport type SdkSnippet = { readonly id: string; readonly title: string; readonly code: string };\n';
  const file = `${head}\n${type}\nexport const sdkSnippets: readonly SdkSnippet[] = [\n${entries.join('')}];\n`;
  await expect(file).toMatchFileSnapshot('../core/src/snippets/sdk-snippets.ts');
});

it('every snippet takes one’s own address and service', () => {
  for (const { code } of sdkSnippets) {
    const filled = fillSnippet(code, { url: "https://x.example/it's", service: 'shop' });
    expect(filled).toContain("url: 'https://x.example/it\\'s'");
    expect(filled).toContain("service: 'shop'");
    expect(filled).not.toMatch(/apiscope\.example|my-service/);
  }
});
