import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { demo_folder, manifest_file, type SandboxManifest, sandboxManifestSchema } from '@/lib/demo/control';

/** The demo's part of the data folder: what says that it is there, and a folder per sandbox program. */
export function demoFolder(dataDir: string): string {
  return path.join(dataDir, demo_folder);
}

export function forgetDemo(dataDir: string): void {
  rmSync(demoFolder(dataDir), { recursive: true, force: true });
}

const brandSchema = z.object({
  /** The instant at which the history ends. */
  endsAt: z.iso.datetime(),
  /** False while it is being loaded: a start that finds it so completes what is missing. */
  loaded: z.boolean(),
});
export type DemoBrandMark = z.output<typeof brandSchema>;

export function readBrandMark(dataDir: string): DemoBrandMark | undefined {
  return readJsonFile(path.join(demoFolder(dataDir), 'brand.json'), brandSchema);
}

export function writeBrandMark(dataDir: string, mark: DemoBrandMark): void {
  writeJsonFile(path.join(demoFolder(dataDir), 'brand.json'), mark);
}

export function readManifest(dataDir: string): SandboxManifest | undefined {
  return readJsonFile(path.join(demoFolder(dataDir), manifest_file), sandboxManifestSchema);
}

export function writeManifest(dataDir: string, manifest: SandboxManifest): void {
  writeJsonFile(path.join(demoFolder(dataDir), manifest_file), manifest);
}

/** Undefined where there is no such file; throws where it is not what it should be. */
export function readJsonFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): z.output<Schema> | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** For this user alone, and never half of it. */
export function writeJsonFile(file: string, value: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
