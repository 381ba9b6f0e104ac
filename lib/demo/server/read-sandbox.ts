import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isLoopbackHost } from '@/lib/channels/open/allowed-address';
import { readConfig } from '@/lib/db/config';
import { demo_folder, manifest_file, type SandboxManifest, sandboxManifestSchema } from '../control';

/** The sandbox of this installation; null where no demo runs. Read anew each time: a start may have moved a port. */
export async function readSandbox(): Promise<SandboxManifest | null> {
  const { dataDir, host, sandbox } = readConfig();
  if (!sandbox || !isLoopbackHost(host)) return null;
  try {
    const file = path.join(/* turbopackIgnore: true */ dataDir, demo_folder, manifest_file);
    return sandboxManifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
      return null;
    throw error;
  }
}
