import { createApiscope } from '@apiscope/sdk';
import { bridgeConsole } from '@apiscope/sdk/console';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

bridgeConsole(apiscope);
console.error('the cache is cold');
