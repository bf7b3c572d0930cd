import * as client from 'prom-client';

/** The library as one value: of a CommonJS module that is loaded late, a bundle hands over nothing but its default. */
export default client;
