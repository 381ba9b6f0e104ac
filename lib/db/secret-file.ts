import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Reads a secret from a file of mode 0600, making it first if it is not there. Written aside and linked into
 * place, so that of two processes starting at once both read the same secret and neither reads half of one.
 */
export function readOrCreateSecretFile(file: string, make: () => string): string {
  const present = readSecretFile(file);
  if (present !== undefined) return present;
  mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(aside, `${make()}\n`, { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  const made = readSecretFile(file);
  if (made === undefined) throw new Error(`${file} is empty: give it a secret, or remove it.`);
  return made;
}

/** The secret, or undefined where the file is absent or empty. */
export function readSecretFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
