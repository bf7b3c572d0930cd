/** How this package names itself to the platform; a test compares it with package.json. */
export const sdk = { name: '@apiscope/sdk', version: '0.1.0' } as const;
