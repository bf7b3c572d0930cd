import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The sample that AWS documents for payload 2.0, which API Gateway and function URLs send, with what a request of ours has in it. */
export function sampleEvent(
  method: string,
  path: string,
  { query = '', body, ...rest }: Partial<APIGatewayProxyEventV2> & { query?: string } = {},
): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    requestContext: {
      accountId: '123456789012',
      apiId: 'api-id',
      domainName: 'id.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'id',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '8.8.8.8', userAgent: 'agent' },
      requestId: 'id',
      routeKey: '$default',
      stage: '$default',
      time: '12/Mar/2020:19:03:58 +0000',
      timeEpoch: 1_583_348_638_390,
    },
    stageVariables: { stageVariable1: 'value1', stageVariable2: 'value2' },
    isBase64Encoded: false,
    ...(body !== undefined && { body }),
    ...rest,
    headers: {
      host: 'id.execute-api.us-east-1.amazonaws.com',
      'content-type': 'application/json',
      'x-forwarded-for': '5.9.0.1, 8.8.8.8',
      ...rest.headers,
    },
  };
}
