/** Variables whose value is a secret as a whole. */
const secrets = ['APISCOPE_SECRET_KEY', 'APISCOPE_KEY'];
const urls = ['DATABASE_URL', 'DATABASE_DIRECT_URL'];

/** Takes every secret of the environment out of a text, wherever an error may have put it. */
export function hideSecrets(text: string, env: Readonly<Record<string, string | undefined>>): string {
  const values = [
    ...secrets.map((name) => env[name]?.trim()),
    ...urls.flatMap((name) => passwordsOf(env[name] ?? '')),
  ];
  return values
    .filter((value) => value !== undefined && value !== '')
    .reduce<string>((left, value) => left.replaceAll(value!, '***'), text);
}

/** A password as it is written in a connection string, broken ones too, and as it is meant. */
function passwordsOf(url: string): string[] {
  const [, user, beside] = /^[^:]*:\/\/([^:@/]*):(.*)@/.exec(url) ?? [];
  const written = beside ?? /[?&]password=([^&]*)/.exec(url)?.[1];
  // One that is the user's name hides nothing, and would take words out of every line.
  if (!written || written === user) return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}
