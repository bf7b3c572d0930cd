// Takes whatever the watchers send, over HTTP or a bare connection, and counts it. Prints its port.
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';

let [requests, bytes] = [0, 0];
const server = createServer((request, response) => {
  if (request.url === '/counts') {
    response.end(JSON.stringify({ requests, bytes }));
    return;
  }
  requests += 1;
  request.on('data', (piece) => {
    bytes += piece.length;
  });
  request.on('end', () => {
    response.setHeader('content-type', 'application/json');
    // The shape that Apiscope answers an ingest batch with; the others do not look into it.
    response.end('{"data":{"accepted":0,"duplicate":false},"error":null,"metadata":null}');
  });
});
const lines = createTcpServer((socket) => {
  socket.on('data', (piece) => {
    bytes += piece.length;
  });
  socket.on('error', () => {});
});
server.listen(0, '127.0.0.1', () => {
  lines.listen(0, '127.0.0.1', () => {
    console.log(`READY ${server.address().port} ${lines.address().port}`);
  });
});
