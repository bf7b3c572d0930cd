/** An endpoint of a made-up service: how often it is called, how long it takes, how it fails. */
export type Endpoint = {
  readonly method: string;
  readonly route: string;
  readonly weight: number;
  /** Median latency, ms, and the spread of its logarithm. */
  readonly median: number;
  readonly sigma: number;
  /** Median size of the response, bytes. */
  readonly bytes: number;
  /** Share of each status that is not the usual one. */
  readonly failures: Readonly<Record<number, number>>;
  /** A line the service logs about a success; `{id}` and `{n}` are filled in. */
  readonly says?: string;
};

export type Service = {
  readonly name: string;
  readonly version: string;
  /** Requests a second at the busiest hour of a weekday in the scenario `busy`. */
  readonly peak: number;
  readonly endpoints: readonly Endpoint[];
  /** Lines it logs now and then, whatever the traffic. */
  readonly chatter: readonly string[];
  /** What it logs about a server error. */
  readonly trouble: readonly string[];
};

const rare = { 500: 0.001 };

export const services: readonly Service[] = [
  {
    name: 'gateway',
    version: '5.2.1',
    peak: 0.5,
    endpoints: [
      {
        method: 'GET',
        route: '/api/session',
        weight: 5,
        median: 9,
        sigma: 0.4,
        bytes: 420,
        failures: { 401: 0.04, ...rare },
      },
      {
        method: 'POST',
        route: '/api/login',
        weight: 1,
        median: 120,
        sigma: 0.3,
        bytes: 610,
        failures: { 401: 0.09, 429: 0.01 },
        says: 'user {id} signed in',
      },
      {
        method: 'GET',
        route: '/api/search',
        weight: 4,
        median: 65,
        sigma: 0.7,
        bytes: 18_000,
        failures: { 400: 0.01, ...rare },
      },
    ],
    chatter: ['rate limiter: {n} buckets in use', 'upstream pool catalog: {n} of 64 connections busy'],
    trouble: ['upstream answered {status} for {route} after {ms} ms'],
  },
  {
    name: 'catalog',
    version: '3.14.0',
    peak: 0.6,
    endpoints: [
      { method: 'GET', route: '/products', weight: 4, median: 42, sigma: 0.5, bytes: 24_000, failures: rare },
      {
        method: 'GET',
        route: '/products/{id}',
        weight: 9,
        median: 14,
        sigma: 0.45,
        bytes: 2_900,
        failures: { 404: 0.02, ...rare },
      },
      {
        method: 'GET',
        route: '/products/{id}/reviews',
        weight: 3,
        median: 33,
        sigma: 0.6,
        bytes: 9_500,
        failures: { 404: 0.01, ...rare },
      },
      {
        method: 'PUT',
        route: '/products/{id}/stock',
        weight: 1,
        median: 28,
        sigma: 0.4,
        bytes: 130,
        failures: { 409: 0.02, ...rare },
        says: 'stock of product {id} set to {n}',
      },
    ],
    chatter: ['cache refreshed: {n} products in {ms} ms', 'search index at generation {n}'],
    trouble: [
      'query failed: canceling statement due to statement timeout',
      'cache miss storm: {n} keys in one second',
    ],
  },
  {
    name: 'checkout',
    version: '2.4.0',
    peak: 0.25,
    endpoints: [
      {
        method: 'POST',
        route: '/carts/{id}/items',
        weight: 5,
        median: 24,
        sigma: 0.4,
        bytes: 840,
        failures: { 400: 0.02, 409: 0.01, ...rare },
      },
      {
        method: 'GET',
        route: '/carts/{id}',
        weight: 6,
        median: 12,
        sigma: 0.4,
        bytes: 1_700,
        failures: { 404: 0.02 },
      },
      {
        method: 'POST',
        route: '/orders',
        weight: 2,
        median: 210,
        sigma: 0.5,
        bytes: 1_200,
        failures: { 402: 0.03, 400: 0.02, ...rare },
        says: 'order {id} placed, {n} items',
      },
      {
        method: 'GET',
        route: '/orders/{id}',
        weight: 3,
        median: 19,
        sigma: 0.4,
        bytes: 2_300,
        failures: { 404: 0.03, ...rare },
      },
    ],
    chatter: ['connection pool: {n} of 20 in use', 'flushed {n} abandoned carts'],
    trouble: [
      'payment provider timed out after {ms} ms, order {id} not placed',
      'could not acquire a database connection within 2000 ms: pool exhausted',
    ],
  },
  {
    name: 'notify',
    version: '1.9.3',
    peak: 0.12,
    endpoints: [
      {
        method: 'POST',
        route: '/messages',
        weight: 3,
        median: 85,
        sigma: 0.6,
        bytes: 210,
        failures: { 422: 0.02, 503: 0.004 },
        says: 'message {id} queued for delivery',
      },
      {
        method: 'GET',
        route: '/messages/{id}',
        weight: 2,
        median: 11,
        sigma: 0.4,
        bytes: 560,
        failures: { 404: 0.04 },
      },
      {
        method: 'DELETE',
        route: '/subscriptions/{id}',
        weight: 1,
        median: 17,
        sigma: 0.4,
        bytes: 0,
        failures: { 404: 0.05 },
      },
    ],
    chatter: ['smtp relay: {n} deliveries, 0 deferred'],
    trouble: ['smtp relay refused message {id}: 421 try again later'],
  },
  {
    name: 'reports',
    version: '0.8.7',
    peak: 0.04,
    endpoints: [
      {
        method: 'GET',
        route: '/reports/{id}',
        weight: 3,
        median: 340,
        sigma: 0.8,
        bytes: 88_000,
        failures: { 404: 0.03, 504: 0.01 },
      },
      {
        method: 'POST',
        route: '/reports',
        weight: 1,
        median: 1_400,
        sigma: 0.7,
        bytes: 300,
        failures: { 400: 0.05, 504: 0.02 },
        says: 'report {id} rendered, {n} rows',
      },
    ],
    chatter: ['materialised view sales_by_day refreshed in {ms} ms'],
    trouble: ['report {id} gave up after {ms} ms'],
  },
];

/** Networks of large access providers, first two numbers of the address, by the share of traffic from them. */
export const networks = [
  { prefix: '73.1', weight: 30 },
  { prefix: '79.192', weight: 18 },
  { prefix: '81.130', weight: 12 },
  { prefix: '90.0', weight: 9 },
  { prefix: '49.32', weight: 8 },
  { prefix: '126.1', weight: 6 },
  { prefix: '177.32', weight: 5 },
  { prefix: '84.80', weight: 4 },
  { prefix: '99.224', weight: 4 },
  { prefix: '1.120', weight: 3 },
  { prefix: '90.224', weight: 2 },
  { prefix: '105.0', weight: 1 },
];

export const userAgents = [
  {
    weight: 5,
    text: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  },
  {
    weight: 3,
    text: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  },
  { weight: 2, text: 'shop-android/7.3 okhttp/4.12.0' },
  { weight: 1, text: 'python-requests/2.32.3' },
];
