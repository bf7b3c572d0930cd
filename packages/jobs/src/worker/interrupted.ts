/** Error of an attempt that did not end before its worker had to. */
export const interrupted = 'the worker was stopped before the job had ended';
