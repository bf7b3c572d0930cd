// What the runtime of AWS Lambda does around a handler: it reads events, one a line, and writes results, one a line.
import { createInterface } from 'node:readline';

globalThis.awslambda = { streamifyResponse: (handler) => handler };
const { buffered } = await import(new URL('lambda.mjs', import.meta.url).href);
console.log('RUNTIME READY');
for await (const line of createInterface({ input: process.stdin })) {
  const { statusCode, headers } = await buffered(JSON.parse(line));
  console.log(`RESULT ${JSON.stringify({ statusCode, requestId: headers['x-request-id'] })}`);
}
