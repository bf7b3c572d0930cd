// The layer table of ARCHITECTURE.md as errors: core <- db <- replay <- jobs <- api <-(types only) web; sdk -> core.
const TESTS = '\\.test\\.tsx?$|/testing/';
/** The queue operations that the API may call; the worker and its handlers stay out of the API process. */
const QUEUE_DOOR = '^packages/jobs/src/(catalog|enqueue|retry-job|cancel-job|list-crons)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle means that two files are one; move what they share below both.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      comment:
        'har-format and aws-lambda are nothing but types; the platform of SST brings its own dependencies.',
      severity: 'error',
      from: {},
      to: {
        couldNotResolve: true,
        pathNot: '/generated/|^(har-format|aws-lambda)$|[.]sst/platform/|^@pulumi/',
      },
    },
    {
      name: 'no-orphans',
      comment: 'A file that imports nothing and that nothing imports is dead.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '(^|/)main\\.ts$',
          '\\.config\\.ts$',
          '\\.d\\.ts$',
          '^scripts/',
          '^apps/web/app/',
          '^packages/sdk/snippets/',
          TESTS,
        ],
      },
      to: {},
    },
    {
      name: 'core-imports-only-zod',
      comment: 'core runs in a browser and in the user’s own app.',
      severity: 'error',
      from: { path: '^packages/core/src', pathNot: TESTS },
      to: { pathNot: ['^packages/core/src', '/node_modules/zod/', '^node_modules/zod/'] },
    },
    {
      name: 'core-tests-stay-below',
      severity: 'error',
      from: { path: '^packages/core/src' },
      to: { path: ['^packages/(db|replay|jobs)', '^apps'] },
    },
    {
      name: 'db-knows-no-jobs-no-http',
      severity: 'error',
      from: { path: '^packages/db' },
      to: { path: ['^packages/(replay|jobs)', '^apps', '/node_modules/(hono|@hono|@trpc|undici)/'] },
    },
    {
      name: 'replay-knows-no-jobs-no-api',
      comment: 'The guarded way out to other hosts, and what a replay does with it.',
      severity: 'error',
      from: { path: '^packages/replay' },
      to: { path: ['^packages/jobs', '^apps', '/node_modules/(hono|@hono|@trpc|graphile-worker)/'] },
    },
    {
      name: 'only-replay-reaches-other-hosts',
      comment: 'Requests to addresses that a user names pass one guard.',
      severity: 'error',
      from: { path: '^(packages|apps)', pathNot: ['^packages/replay', TESTS] },
      to: { path: '/node_modules/undici/' },
    },
    {
      name: 'jobs-know-no-http',
      severity: 'error',
      from: { path: '^packages/jobs' },
      to: { path: ['^apps', '/node_modules/(hono|@hono|@trpc)/'] },
    },
    {
      name: 'api-uses-the-door-of-the-queue',
      comment: 'The API enqueues and steers jobs; it never runs them.',
      severity: 'error',
      from: { path: '^apps/api', pathNot: TESTS },
      to: { path: '^packages/jobs/src', pathNot: QUEUE_DOOR },
    },
    {
      name: 'api-knows-no-pixels',
      severity: 'error',
      from: { path: '^apps/api' },
      to: { path: ['^apps/web', '/node_modules/react(-dom)?/'] },
    },
    {
      name: 'sdk-imports-only-core',
      comment:
        'It runs in the user’s own app: of frameworks it takes the types, and of Node only what is behind a door of its own.',
      severity: 'error',
      from: { path: '^packages/sdk/src', pathNot: TESTS },
      to: {
        pathNot: ['^packages/(sdk|core)/src'],
        dependencyTypesNot: ['type-only', 'core'],
      },
    },
    {
      name: 'sdk-runs-without-node',
      comment:
        'Observer, transport and the adapters of the web know no node:*; src/runtime/node.ts brings what Node has.',
      severity: 'error',
      from: {
        path: '^packages/sdk/src/(observer|transport|adapters/(fetch|hono|lambda|trpc))',
        pathNot: TESTS,
      },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-stands-on-the-sdk',
      severity: 'error',
      from: { path: '^(packages/(core|db|replay|jobs)|apps)', pathNot: TESTS },
      to: { path: '^packages/sdk' },
    },
    {
      name: 'web-imports-only-core',
      severity: 'error',
      from: { path: '^apps/web' },
      to: { path: ['^packages/(db|replay|jobs)', '/node_modules/(pg|@prisma|graphile-worker)/'] },
    },
    {
      name: 'web-takes-only-types-of-api',
      severity: 'error',
      from: { path: '^apps/web' },
      to: { path: '^apps/api', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'packages-import-no-process',
      comment: 'Scripts, benches and browser tests stand above everything; nothing stands on them.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: TESTS },
      to: { path: '^(scripts|bench|e2e|infra)/' },
    },
    {
      name: 'infra-stands-alone',
      comment: 'It knows the product by its build, its images and its environment.',
      severity: 'error',
      from: { path: '^infra/' },
      to: { path: '^(packages|apps|scripts|bench|e2e)/' },
    },
    {
      name: 'no-test-code-in-production',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/(src|app)', pathNot: TESTS },
      to: { path: TESTS },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '[.]sst/platform'] },
    exclude: { path: '(^|/)(build|dist|generated)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
