import { createApiscope } from '@apiscope/sdk';
import { withApiscopeLambda } from '@apiscope/sdk/lambda';

const apiscope = createApiscope({
  url: 'https://apiscope.example.com',
  key: process.env.APISCOPE_KEY,
  service: 'my-service',
});

export const handler = withApiscopeLambda(apiscope, async (event: { rawPath: string }) => ({
  statusCode: 200,
  body: `hello from ${event.rawPath}`,
}));
