import {
  consumerDetail,
  consumerSummary,
  getConsumerInput,
  listConsumersInput,
} from '@apiscope/core/consumers/schema';
import { pageOf } from '@apiscope/core/page';
import { getConsumer } from '@apiscope/db/consumers/get-consumer';
import { listConsumers } from '@apiscope/db/consumers/list-consumers';
import { procedure, router } from '../trpc/init.ts';

const tags = ['consumers'];

export const consumersRouter = router({
  list: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/consumers',
        tags,
        summary: 'List who calls the services, and how their requests went',
        description:
          'A consumer is who the sender of a request says it is, in `consumer`. They are counted by the hour, so a range is widened to whole hours.',
      },
    })
    .input(listConsumersInput)
    .output(pageOf(consumerSummary))
    .query(({ ctx, input }) => listConsumers(ctx.deps.db, input)),

  get: procedure
    .meta({
      access: 'read',
      openapi: {
        method: 'GET',
        path: '/consumers/{id}',
        tags,
        summary: 'Get one consumer with the endpoints that it called',
      },
    })
    .input(getConsumerInput)
    .output(consumerDetail)
    .query(({ ctx, input }) => getConsumer(ctx.deps.db, input)),
});
