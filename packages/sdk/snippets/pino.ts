import { createApiscope } from '@apiscope/sdk';
import { apiscopePino } from '@apiscope/sdk/pino';
import pino from 'pino';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

const log = pino(pino.multistream([{ stream: process.stdout }, { stream: apiscopePino(apiscope) }]));
log.info({ order: 7 }, 'order taken');
