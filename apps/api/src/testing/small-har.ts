/** A HAR file with one request, made a moment ago. */
export const smallHar = {
  log: {
    version: '1.2',
    creator: { name: 't', version: '1' },
    entries: [
      {
        startedDateTime: new Date().toISOString(),
        time: 1,
        request: {
          method: 'GET',
          url: 'http://shop.test/a',
          httpVersion: 'HTTP/1.1',
          headers: [],
          queryString: [],
          cookies: [],
          headersSize: -1,
          bodySize: 0,
        },
        response: {
          status: 200,
          statusText: 'OK',
          httpVersion: 'HTTP/1.1',
          headers: [],
          cookies: [],
          content: { size: 0, mimeType: '' },
          redirectURL: '',
          headersSize: -1,
          bodySize: 0,
        },
        cache: {},
        timings: { send: 0, wait: 1, receive: 0 },
      },
    ],
  },
};
