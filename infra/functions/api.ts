// The API as a function. Its secrets are read first: it wants its whole environment the moment that it is loaded.
import { readSecrets } from './read-secrets.ts';

await readSecrets(process.env);

/** Of the build, `dist/api`, which infra/api.ts has put where the platform unpacks functions. */
const { handler } = (await import(`file://${process.env.LAMBDA_TASK_ROOT}/api/lambda.mjs`)) as {
  handler: unknown;
};

export { handler };
