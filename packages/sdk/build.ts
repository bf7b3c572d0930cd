// Builds what is published: `tsx build.ts FOLDER`. The package's core is bundled in; frameworks and Node stay outside.
import { resolve } from 'node:path';
import { buildSdk } from './build-sdk.ts';

await buildSdk(resolve(process.argv[2] ?? 'dist'));
