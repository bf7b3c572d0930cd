import { startSmall } from '@apiscope/db/start-small';

/** The API as a build runs it. */
const grow = startSmall();
await import('./main.ts');
grow();
