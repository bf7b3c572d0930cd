/** Where the request metrics of a service may come from, the one that counts most first. */
export const requestSources = ['sdk', 'spans', 'histograms'] as const;
export type RequestSource = (typeof requestSources)[number];

/** How long a source keeps those below it from being counted after it was last heard, ms. */
export const requestSourceMs = 86_400_000;
