import { expect, it } from 'vitest';
import { safeNext, signInPath } from './sign-in-path.ts';

it('leads back to pages of the dashboard', () => {
  for (const path of ['/dashboard', '/dashboard/logs?level__eq=error&open=3', '/dashboard/replay/sets'])
    expect(safeNext(path)).toBe(path);
  expect(signInPath('/dashboard/logs?a=b&c=d')).toBe('/sign-in?next=%2Fdashboard%2Flogs%3Fa%3Db%26c%3Dd');
  expect(signInPath('/dashboard')).toBe('/sign-in');
});

it('leads nowhere else', () => {
  for (const next of [
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '//evil.example/dashboard',
    '/\\evil.example/dashboard',
    '\\/evil.example',
    '/\t/evil.example',
    '/dashboard/../../auth/sign-out',
    '/dashboard/..//evil.example',
    '/dashboards',
    '/sign-in',
    'javascript:alert(1)',
    'dashboard',
    '/%2f/evil.example',
    'http:/dashboard',
    '/@evil.example/dashboard',
  ])
    expect([next, safeNext(next)]).toEqual([next, '/dashboard']);
});
