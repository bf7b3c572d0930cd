// Platforms in states of health, each on a port of its own: one that takes everything, three that refuse, one that accepts and never answers.
// Prints the ports in this order, and last one that nobody listens on.
import { createServer } from 'node:http';

const confirmation = '{"data":{"accepted":0,"duplicate":false},"error":null,"metadata":null}';
const answering = (status, headers = {}) =>
  createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(confirmation);
    });
  });
const servers = [
  answering(200),
  answering(500),
  answering(429, { 'retry-after': '1' }),
  answering(401),
  createServer(() => {}),
  createServer(),
];
const ports = await Promise.all(
  servers.map(
    (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port))),
  ),
);
servers.at(-1).close();
console.log(`READY ${ports.join(' ')}`);
