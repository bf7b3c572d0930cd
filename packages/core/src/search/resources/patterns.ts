import { recorded, resource } from '../fields.ts';

/** What log lines look like once their variables are masked. How many of its lines were of which level is no column of a pattern. */
export const patterns = resource({
  name: 'patterns',
  fields: {
    id: {
      type: 'int',
      column: 'id',
      index: 'log_patterns_pkey',
      about: 'primary key, the patternId of its lines',
    },
    service: {
      type: 'text',
      column: 'service',
      index: 'log_patterns_service_source_fingerprint_key',
      about: 'service that wrote the lines',
    },
    source: { type: 'text', column: 'source', index: null, about: 'what wrote the lines, for example API' },
    pattern: {
      type: 'text',
      column: 'pattern',
      index: null,
      about: 'the text of the lines, variables masked',
    },
    sample: {
      type: 'text',
      column: 'sample',
      index: null,
      sortable: false,
      about: 'the first line of the pattern',
    },
    count: { type: 'int', column: 'count', index: null, about: 'lines ever stored' },
    firstSeen: {
      type: 'timestamp',
      column: 'first_seen',
      index: 'log_patterns_first_seen_idx',
      about: 'time of the earliest line',
    },
    lastSeen: {
      type: 'timestamp',
      column: 'last_seen',
      index: 'log_patterns_last_seen_idx',
      about: 'time of the latest line',
    },
    ...recorded(null),
  },
  key: 'id',
  defaultOrder: { by: 'lastSeen', direction: 'desc' },
  searched: ['pattern', 'sample', 'source'],
});
