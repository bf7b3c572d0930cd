import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type LoopbackServer,
  startServer as serve,
  startMcpServer,
} from '../apps/api/src/testing/start-mcp-server.ts';
import { openBrowser, type TestBrowser } from './testing/open-browser.ts';
import { startServer, type TestServer } from './testing/start-server.ts';

const token = 's3cret-of-the-operator';
let server: TestServer;
let browser: TestBrowser;
let page: Page;
let tools: LoopbackServer;
let odd: LoopbackServer;
/** Says hello as it should, and lists a tool without a name. */
let nameless: LoopbackServer;
beforeAll(async () => {
  tools = await startMcpServer({ token, sessions: true });
  odd = await serve(
    (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
  );
  nameless = await serve((request, response) => {
    let text = '';
    request.on('data', (piece) => {
      text += piece;
    });
    request.on('end', () => {
      const { id, method } = JSON.parse(text || '{}');
      const hello = {
        protocolVersion: '2025-06-18',
        capabilities: {},
        serverInfo: { name: 'x', version: '1' },
      };
      const result = method === 'initialize' ? hello : { tools: [{ inputSchema: {} }] };
      response.writeHead(id === undefined ? 202 : 200, { 'content-type': 'application/json' });
      response.end(id === undefined ? '' : JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
  });
  server = await startServer({ REPLAY_ALLOWED_CIDRS: 'loopback' });
  browser = await openBrowser(server.url);
  page = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await tools.close();
  await odd.close();
  await nameless.close();
});

const connect = async (url: string, on = page) => {
  await on.getByLabel('Address of an MCP server').fill(url);
  await on.getByRole('button', { name: 'Connect' }).click();
};
const overflow = (on: Page) => on.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

describe('the MCP debug card of the dashboard', () => {
  it('says what it does, and why a server is not reached', async () => {
    await page.goto('/dashboard');
    const card = page.getByRole('region', { name: 'MCP debug' });
    await card.getByText('Says hello as an agent would').waitFor();
    await card.scrollIntoViewIfNeeded();
    await page.waitForTimeout(500);
    await browser.picture(page, 'mcp-card-idle');
    await connect('http://169.254.169.254/latest');
    await card.getByRole('alert').getByText('metadata service').waitFor();
    await card.getByText('REPLAY_ALLOWED_CIDRS=127.0.0.0/8 npm start').waitFor();
    await browser.picture(page, 'mcp-card-refused');
    expect(new URL(page.url()).searchParams.get('mcp')).toBe('http://169.254.169.254/latest');
    await connect(odd.url);
    await card.getByRole('alert').getByText('no reply of JSON-RPC 2.0').waitFor();
  });

  it('asks for a header when the server does, says who it is, and leads to the whole of it', async () => {
    const card = page.getByRole('region', { name: 'MCP debug' });
    await connect(tools.url);
    await card.getByRole('alert').getByText('asks who is calling (401)').waitFor();
    await card.getByLabel('Value').fill(`Bearer ${token}`);
    await connect(tools.url);
    await card.getByText('Tools of a test').waitFor();
    await card.getByText('4.5.6').waitFor();
    await browser.picture(page, 'mcp-card-done');
    expect(page.url().includes(token)).toBe(false);
    await card.getByRole('link', { name: 'Tools and traffic' }).click();
    await page.getByRole('heading', { name: 'MCP', exact: true }).waitFor();
    expect(await page.getByLabel('Address of an MCP server').inputValue()).toBe(tools.url);
    expect(await page.content()).not.toContain(token);
  });
});

describe('the page of MCP debug', () => {
  it('lists tools, calls one by its schema and shows the traffic, with nothing of the secret', async () => {
    await connect(tools.url);
    await page.getByRole('alert').getByText('401').waitFor();
    await page.getByLabel('Value').fill(`Bearer ${token}`);
    await connect(tools.url);
    const form = page.getByTestId('mcp-tool');
    await form.getByText('Answers what it is told.').waitFor();
    await form.getByText('string what to say').waitFor();
    const args = form.getByLabel('Arguments, as JSON');
    expect(JSON.parse(await args.inputValue())).toEqual({ text: '' });
    await args.fill('{"text":');
    await form.getByText('That is no JSON').waitFor();
    expect(await form.getByRole('button', { name: 'Call echo' }).isDisabled()).toBe(true);
    await args.fill('{"text":"hello","times":2}');
    await form.getByRole('button', { name: 'Call echo' }).click();
    await page.getByTestId('mcp-result').getByText('hello hello').waitFor();
    expect(new URL(page.url()).searchParams.get('mcpTool')).toBe('echo');

    const steps = page.getByTestId('mcp-steps');
    await steps.getByText('tools/call', { exact: true }).click();
    await steps.getByText('[redacted]').first().waitFor();
    await page.waitForTimeout(300);
    await browser.picture(page, 'mcp-page');
    await page.getByRole('button', { name: 'fail', exact: true }).click();
    await page.getByRole('button', { name: 'Call fail' }).click();
    await page.getByText('the tool failed').waitFor();
    await page.getByText('it never works').waitFor();
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]),
    );
    expect([kept.includes(token), (await page.content()).includes(token)]).toEqual([false, false]);
  });

  it('keeps server and tool when it is loaded again, asks nothing by itself, and says what is wrong', async () => {
    await page.reload();
    expect(await page.getByLabel('Address of an MCP server').inputValue()).toBe(tools.url);
    expect(await page.getByLabel('Value').inputValue()).toBe('');
    expect(await page.getByTestId('mcp-summary').count()).toBe(0);
    const before = odd.received.length;
    await connect(odd.url);
    await page.getByRole('alert').getByText('no reply of JSON-RPC 2.0').waitFor();
    expect(odd.received.length).toBeGreaterThan(before);
    await page.waitForTimeout(300);
    await browser.picture(page, 'mcp-page-broken');
    await connect(nameless.url);
    await page.getByText('Its list could not be read; the traffic shows why.').waitFor();
    await page.getByText('Auth header').click();
    await page.getByLabel('Value').fill('x');
    await page.getByLabel('Name', { exact: true }).fill('Host');
    browser.problems.length = 0;
    await connect(odd.url);
    await page.getByRole('alert').getByText('is made anew for every request').waitFor();
    browser.problems.length = 0;
  });

  it('looks right in the dark and on a telephone', async () => {
    for (const [name, options] of [
      ['dark', { colorScheme: 'dark' as const }],
      ['narrow', { viewport: { width: 390, height: 844 } }],
    ] as const) {
      const other = await browser.newPage(options);
      await other.goto('/dashboard/mcp');
      await other.waitForTimeout(500);
      await connect(tools.url, other);
      await other.getByRole('alert').getByText('401').waitFor();
      await other.getByLabel('Value').fill(`Bearer ${token}`);
      await connect(tools.url, other);
      await other.getByTestId('mcp-tool').waitFor();
      await other.getByTestId('mcp-steps').getByText('tools/list', { exact: true }).click();
      expect([name, await overflow(other)]).toEqual([name, 0]);
      await other.waitForTimeout(300);
      await other.screenshot({ path: `e2e/screenshots/mcp-${name}.png`, fullPage: true });
      await other.goto('/dashboard');
      await other.getByRole('region', { name: 'MCP debug' }).waitFor();
      expect([name, await overflow(other)]).toEqual([name, 0]);
      await other.close();
    }
    expect(browser.problems).toEqual([]);
  });
});
