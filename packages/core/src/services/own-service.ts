/** Name under which Apiscope's own requests and log lines are kept. */
export const ownService = 'apiscope';
