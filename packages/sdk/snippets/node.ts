import { createServer } from 'node:http';
import { createApiscope } from '@apiscope/sdk';
import { withApiscope } from '@apiscope/sdk/node';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

const server = createServer(
  withApiscope(apiscope, (_request, response) => {
    response.end('hello');
  }),
);
server.listen(8080);
