/** Where connections lead that must keep their session: past a connection pooler, where there is one. */
export function directUrl(env: { DATABASE_URL: string; DATABASE_DIRECT_URL?: string | undefined }): string {
  return env.DATABASE_DIRECT_URL ?? env.DATABASE_URL;
}
