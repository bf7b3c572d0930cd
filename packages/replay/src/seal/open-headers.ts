import { createDecipheriv } from 'node:crypto';
import { AppError } from '@apiscope/core/errors';
import { nonceBytes, sealVersion, tagBytes } from './seal-headers.ts';

/** The variable that holds the key, for messages. */
const variable = 'APISCOPE_SECRET_KEY';

/**
 * The headers that were sealed for a service, by lower-case name; `{}` when there are none.
 * @throws AppError SERVICE_UNAVAILABLE naming the variable when there is no key, or it is not the one that they were sealed with
 */
export function openHeaders(
  sealed: Uint8Array | null,
  { key, service }: { key: Uint8Array | null; service: string },
): Record<string, string> {
  if (sealed === null) return {};
  if (key === null)
    throw new AppError(
      'SERVICE_UNAVAILABLE',
      `the headers of the target are encrypted, and ${variable} is not set`,
    );
  const bytes = Buffer.from(sealed);
  const textStart = 1 + nonceBytes + tagBytes;
  try {
    if (bytes[0] !== sealVersion) throw new Error('sealed in another way');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + nonceBytes), {
      authTagLength: tagBytes,
    })
      .setAAD(Buffer.from(service))
      .setAuthTag(bytes.subarray(1 + nonceBytes, textStart));
    return JSON.parse(
      Buffer.concat([decipher.update(bytes.subarray(textStart)), decipher.final()]).toString('utf8'),
    );
  } catch (cause) {
    const message = `the headers of the target were encrypted with another ${variable}: set them all anew`;
    throw new AppError('SERVICE_UNAVAILABLE', message, { cause });
  }
}
