/** Why a count of log lines leaves out older ones. */
export const cappedReason =
  'only rows can answer this filter, and there are too many to read: the newest of them are counted';
