import { describe, expect, it } from 'vitest';
import { differsInServerOnly, readServerParams, writeServerParams } from './server-params.ts';

describe('the server in the address of a page', () => {
  it('is read back as written, beside what else is there', () => {
    const params = writeServerParams(new URLSearchParams('service=shop'), {
      url: 'https://tools.example.com:8443/mcp',
      tool: 'echo',
    });
    expect(params.get('service')).toBe('shop');
    expect(readServerParams(params)).toEqual({ url: 'https://tools.example.com:8443/mcp', tool: 'echo' });
    expect(writeServerParams(params, { url: '', tool: '' }).toString()).toBe('service=shop');
  });

  it('holds nothing that may be a secret', () => {
    const written = (url: string) => writeServerParams(new URLSearchParams(), { url, tool: '' }).get('mcp');
    expect(written('https://user:pass@a.test/mcp?key=s3cret#s3cret')).toBe('https://a.test/mcp');
    expect(written('s3cret')).toBeNull();
    expect(written('data:s3cret')).toBeNull();
  });

  it('is told from what data depends on', () => {
    const at = (search: string, path = '/dashboard') => new URL(`http://a.test${path}${search}`);
    expect(differsInServerOnly(at('?range=1h'), at('?range=1h&mcp=b&mcpTool=c'))).toBe(true);
    expect(differsInServerOnly(at('?range=1h'), at('?range=2h&mcp=b'))).toBe(false);
    expect(differsInServerOnly(at('?mcp=b'), at('?mcp=b'))).toBe(false);
    expect(differsInServerOnly(at(''), at('?mcp=b', '/dashboard/logs'))).toBe(false);
  });
});
