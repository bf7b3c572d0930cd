import type { Arrival, HeaderSource } from '../observer/observation.ts';

/** What is read of events: of a function URL and an HTTP API (payload version 2.0), and below of a REST API and a load balancer (1.0). */
export type LambdaEvent = {
  rawPath?: string;
  rawQueryString?: string;
  routeKey?: string;
  headers?: Record<string, string | undefined> | null;
  cookies?: string[];
  body?: string | null;
  isBase64Encoded?: boolean;
  requestContext?: {
    http?: { method?: string; sourceIp?: string };
    identity?: { sourceIp?: string };
    /** There behind a load balancer. */
    elb?: unknown;
  };
  httpMethod?: string;
  path?: string;
  resource?: string;
  queryStringParameters?: Record<string, string | undefined> | null;
  multiValueQueryStringParameters?: Record<string, string[] | undefined> | null;
  multiValueHeaders?: Record<string, string[] | undefined> | null;
};

/** A request with the template of the API's route, undefined when there is none. */
export type LambdaArrival = Arrival & { route: string | undefined };

/** The request in an event; null when it is of no HTTP. Never throws. */
export function readLambdaEvent(event: LambdaEvent | null | undefined): LambdaArrival | null {
  if (typeof event !== 'object' || event === null) return null;
  const { requestContext, rawPath, httpMethod } = event;
  if (typeof rawPath === 'string') return ofSecondVersion(event, rawPath);
  if (typeof httpMethod !== 'string') return null;
  const { resource, path = '/' } = event;
  return {
    method: httpMethod,
    url: path + queryOf(event),
    headers: headersOf(event),
    peerAddress: requestContext?.identity?.sourceIp ?? null,
    raw: event,
    route: ownRoute(resource),
  };
}

function ofSecondVersion(event: LambdaEvent, rawPath: string): LambdaArrival {
  const { rawQueryString = '', cookies, routeKey = '', requestContext } = event;
  return {
    method: requestContext?.http?.method ?? 'OTHER',
    url: rawQueryString === '' ? rawPath : `${rawPath}?${rawQueryString}`,
    headers: { ...headersOf(event), ...(cookies && { cookie: cookies.join('; ') }) },
    peerAddress: requestContext?.http?.sourceIp ?? null,
    raw: event,
    route: ownRoute(/^[A-Z]+ (\/.*)$/.exec(routeKey)?.[1]),
  };
}

/** A route for whatever path there is says nothing of the endpoints behind it. */
function ownRoute(route: string | undefined): string | undefined {
  return route === undefined || /^\/\{[^/]*\+\}$/.test(route) ? undefined : route;
}

/** Lower-case names, as Node has them; of repeated ones all values. */
function headersOf({ headers, multiValueHeaders }: LambdaEvent): Exclude<HeaderSource, Headers> {
  const read: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers ?? {}))
    if (value !== undefined) read[name.toLowerCase()] = value;
  for (const [name, values] of Object.entries(multiValueHeaders ?? {}))
    if (values?.length) read[name.toLowerCase()] = values.length === 1 ? values[0]! : values;
  return read;
}

/** A REST API has decoded the query, a load balancer hands it on as it came. */
function queryOf(event: LambdaEvent): string {
  const { queryStringParameters, multiValueQueryStringParameters, requestContext } = event;
  const encode = requestContext?.elb === undefined ? encodeURIComponent : (text: string) => text;
  const pairs = Object.entries(multiValueQueryStringParameters ?? queryStringParameters ?? {}).flatMap(
    ([name, values]) => [values ?? []].flat().map((value) => `${encode(name)}=${encode(value)}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
