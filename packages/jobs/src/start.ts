import { startSmall } from '@apiscope/db/start-small';

/** The worker as a build runs it. */
const grow = startSmall();
await import('./main.ts');
grow();
