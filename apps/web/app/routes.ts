import { index, layout, type RouteConfig, route } from '@remix-run/route-config';

export default [
  index('routes/home.ts'),
  route('preferences', 'routes/preferences.ts'),
  layout('routes/shell.tsx', [
    route('dashboard', 'routes/dashboard.tsx'),
    route('dashboard/logs', 'routes/logs.tsx'),
    route('dashboard/patterns', 'routes/patterns.tsx'),
    route('dashboard/metrics', 'routes/metrics.tsx'),
    route('dashboard/replay', 'routes/replay.tsx'),
    route('dashboard/targets', 'routes/targets.tsx'),
    route('dashboard/replay/sets', 'routes/replay-sets.tsx'),
    route('dashboard/worker', 'routes/worker.tsx'),
    route('dashboard/retention', 'routes/retention.tsx'),
    route('dashboard/redaction', 'routes/redaction.tsx'),
    route('*', 'routes/not-found.tsx'),
  ]),
] satisfies RouteConfig;
