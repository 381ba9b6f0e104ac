import path from 'node:path';
import { z } from 'zod';
import { catalogSchema } from '@/lib/catalog/schema';
import { isLoopbackHost } from '@/lib/channels/open/allowed-address';
import { getPool } from '@/lib/db/client';
import type { Config } from '@/lib/db/config';
import type { SandboxManifest } from '@/lib/demo/control';
import { putCatalogAs } from '@/lib/runtime/catalog';
import { demoPrincipal } from '@/lib/runtime/load-demo';
import {
  demoFolder,
  readBrandMark,
  readJsonFile,
  readManifest,
  writeJsonFile,
  writeManifest,
} from './demo-folder';
import { becomesFree, freePort } from './free-port';
import { shopAddress } from './make-demo';
import { type Supervised, supervise } from './supervise';

/** So long an earlier instance may take to give a port back. */
const port_ms_max = 5_000;
const scripts = { shop: 'shop.ts', tills: 'tills.ts', supplier: 'supplier.ts' } as const;
/** What a program outside of the application gets of its environment: nothing that opens the database. */
const environment = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'SystemRoot'];

/**
 * The sandbox of a data folder that holds the demo brand, with ports that are free: where another program has taken one
 * meanwhile, the shop moves and its channel is told so. Undefined where there is none, or where it must not run.
 */
export async function prepareSandbox(config: Config): Promise<SandboxManifest | undefined> {
  if (!config.sandbox || readBrandMark(config.dataDir)?.loaded !== true) return undefined;
  const manifest = readManifest(config.dataDir);
  if (manifest === undefined) return undefined;
  if (!isLoopbackHost(config.host)) {
    console.log('The demo’s shops stay closed: they run only where HOST is a loopback address.');
    return undefined;
  }
  const ports = new Set(manifest.programs.map(({ port }) => port));
  const moved: SandboxManifest['programs'] = [];
  const free = await Promise.all(manifest.programs.map(({ port }) => becomesFree(port, port_ms_max)));
  for (const [index, program] of manifest.programs.entries()) {
    if (free[index]) continue;
    program.port = await freePort(ports);
    ports.add(program.port);
    moved.push(program);
  }
  if (moved.length > 0) await tellOfMoves(config, manifest, moved);
  return manifest;
}

/** Starts the programs, each as a process of its own; one that keeps ending stays closed, and nothing else suffers. */
export function startSandbox(config: Config, manifest: SandboxManifest): Supervised[] {
  const env = Object.fromEntries(
    environment.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  const host = config.host.includes(':') ? `[${config.host.replace(/[[\]]/g, '')}]` : config.host;
  const api = `http://${host}:${config.port}`;
  return manifest.programs.map(({ name, kind }) =>
    supervise(
      `sandbox ${name}`,
      [`scripts/sandbox/${scripts[kind]}`, path.join(demoFolder(config.dataDir), name), api],
      { NODE_ENV: 'production', ...env },
      [],
    ),
  );
}

async function tellOfMoves(
  config: Config,
  manifest: SandboxManifest,
  moved: SandboxManifest['programs'],
): Promise<void> {
  for (const { name, port } of moved) {
    const file = path.join(demoFolder(config.dataDir), name, 'program.json');
    writeJsonFile(file, { ...readJsonFile(file, z.looseObject({})), port });
  }
  const { rows } = await getPool().query<
    Record<'channel' | 'name' | 'kind' | 'connector', string> & { sources: string[] }
  >(
    `SELECT channel, name, kind, connector,
       ARRAY(SELECT node FROM channel_source s WHERE s.channel = c.channel ORDER BY rank) AS sources
     FROM channel c WHERE connector = 'open' AND channel = ANY($1)`,
    [moved.map(({ name }) => name)],
  );
  const channels = rows.map((row) => ({
    ...row,
    config: { baseUrl: shopAddress(moved.find(({ name }) => name === row.channel)?.port ?? 0) },
  }));
  const put = await putCatalogAs(getPool(), catalogSchema.parse({ channels }), demoPrincipal);
  if (!put.ok) throw new Error(`A shop of the demo could not move: ${put.refusal.detail}`);
  writeManifest(config.dataDir, manifest);
}
