import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** The fields of a connector's configuration that are secrets. They go in and never come out. */
const secretFields: readonly string[] = ['secret'];

const sealed_version = 1;
const nonce_bytes = 12;
const tag_bytes = 16;
const key_bytes = 32;
const purpose = 'truecount/channel-secrets/1';

export interface SealedConfig {
  /** What may be stored and shown in the open. */
  config: Record<string, unknown>;
  /** The secrets, sealed; null where the configuration names none (keep those that are stored). */
  sealed: Buffer | null;
}

/**
 * Splits a channel's configuration into its public part and its secrets, sealed with AES-256-GCM under a key derived
 * from the installation's secret key. The channel's name is bound in, so that a seal cannot be moved to another
 * channel. Layout: version (1 byte), nonce (12), tag (16), ciphertext.
 */
export function sealSecrets(
  channel: string,
  config: Readonly<Record<string, unknown>>,
  secretKey: string,
): SealedConfig {
  const open: Record<string, unknown> = {};
  const secrets: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(config))
    (secretFields.includes(name) ? secrets : open)[name] = value;
  if (Object.keys(secrets).length === 0) return { config: open, sealed: null };
  const nonce = randomBytes(nonce_bytes);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(secretKey), nonce);
  cipher.setAAD(Buffer.from(channel));
  const text = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
  return {
    config: open,
    sealed: Buffer.concat([Buffer.of(sealed_version), nonce, cipher.getAuthTag(), text]),
  };
}

/** The secrets of a channel. Throws where the seal is broken, or was made under another key or for another channel. */
export function openSecrets(
  channel: string,
  sealed: Uint8Array | null,
  secretKey: string,
): Record<string, unknown> {
  if (sealed === null) return {};
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== sealed_version)
    throw new Error(`Channel ${channel}: its secrets are sealed in an unknown way.`);
  const nonce = bytes.subarray(1, 1 + nonce_bytes);
  const tag = bytes.subarray(1 + nonce_bytes, 1 + nonce_bytes + tag_bytes);
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(secretKey), nonce);
  decipher.setAAD(Buffer.from(channel));
  decipher.setAuthTag(tag);
  const text = Buffer.concat([
    decipher.update(bytes.subarray(1 + nonce_bytes + tag_bytes)),
    decipher.final(),
  ]);
  const secrets: Record<string, unknown> = JSON.parse(text.toString('utf8'));
  return secrets;
}

function deriveKey(secretKey: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', purpose, key_bytes));
}
