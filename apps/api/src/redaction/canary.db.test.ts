import { randomUUID } from 'node:crypto';
import { createTestDb, type TestDb } from '@apiscope/db/testing/test-db';
import { handlers } from '@apiscope/jobs/handlers';
import { openWorker, untilStatus } from '@apiscope/jobs/testing/open-worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportRoutes } from '../export/export-routes.ts';
