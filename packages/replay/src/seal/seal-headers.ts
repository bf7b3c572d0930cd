import { createCipheriv, randomBytes } from 'node:crypto';

/** First byte of what is sealed, so that another way of sealing can follow. */
export const sealVersion = 1;
export const nonceBytes = 12;
export const tagBytes = 16;

/**
 * Encrypts headers with AES-256-GCM: version, nonce, tag, ciphertext. They open only with the same key and for the same service.
 * The nonce must never repeat, so it is no business of an injected source.
 */
export function sealHeaders(
  headers: Readonly<Record<string, string>>,
  { key, service }: { key: Uint8Array; service: string },
): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(service));
  const text = Buffer.concat([cipher.update(JSON.stringify(headers), 'utf8'), cipher.final()]);
  return Uint8Array.from(Buffer.concat([Buffer.of(sealVersion), nonce, cipher.getAuthTag(), text]));
}
