import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createApiKey } from '@/lib/access/server/create-api-key';
import { isLoopbackHost } from '@/lib/channels/open/allowed-address';
import { getPool } from '@/lib/db/client';
import type { Config } from '@/lib/db/config';
import type { SandboxManifest } from '@/lib/demo/control';
import { loadDemo } from '@/lib/runtime/load-demo';
import { brandDay } from '@/prisma/seed/brand-day';
import { type DemoChannel, type DemoChannelFacts, demoChannels } from '@/prisma/seed/demo/brand';
import { type DemoConnections, demoListings } from '@/prisma/seed/demo/catalog';
import type { DemoHistory } from '@/prisma/seed/demo/history';
import { type DemoSale, sandboxSales } from '@/prisma/seed/demo/sales';
import { readOnlineRetail } from '@/prisma/seed/online-retail';
import {
  demoFolder,
  readBrandMark,
  readManifest,
  writeBrandMark,
  writeJsonFile,
  writeManifest,
} from './demo-folder';
import { freePort } from './free-port';

const supplier = 'supplier';
/** These wait to be asked; the others send webhooks and are asked now and then. */
const polled: readonly DemoChannel[] = ['haat', 'turant'];
const poll_seconds = { webhook: 15, poll: 3 } as const;
const sales_max = 12_000;

/**
 * Loads the demo brand, and where the application is bound to loopback makes a folder for each program of its sandbox,
 * with secrets and keys of its own. Cut off half-way, the next start calls it again: it completes what is missing.
 */
export async function makeDemo(config: Config): Promise<void> {
  const { dataDir } = config;
  const mark = readBrandMark(dataDir) ?? { endsAt: new Date().toISOString(), loaded: false };
  writeBrandMark(dataDir, mark);
  const hasSandbox = isLoopbackHost(config.host);
  const secrets = hasSandbox ? await planSandbox(dataDir) : undefined;
  const history = await loadDemo({
    now: new Date(mark.endsAt),
    ...(secrets === undefined ? {} : { connections: connectionsOf(secrets) }),
    progress: (line) => console.log(line),
  });
  if (secrets !== undefined) await writePrograms(config, secrets, history);
  writeBrandMark(dataDir, { ...mark, loaded: true });
}

interface Plan {
  manifest: SandboxManifest;
  /** The webhook secrets, by channel. */
  webhookSecrets: Map<string, string>;
}

/** Ports and secrets. Made anew where an earlier start got no further than this. */
async function planSandbox(dataDir: string): Promise<Plan> {
  const ports = new Set<number>();
  const programs: SandboxManifest['programs'] = [];
  const names = [
    ...demoChannels.map(({ channel, name, kind }) => ({
      name: channel,
      title: name,
      kind: kind === 'retail' ? ('tills' as const) : ('shop' as const),
    })),
    { name: supplier, title: 'Suppliers and warehouse', kind: 'supplier' as const },
  ];
  for (const program of names) {
    const port = await freePort(ports);
    ports.add(port);
    programs.push({ ...program, port });
  }
  const manifest = { secret: readManifest(dataDir)?.secret ?? secret(), programs };
  const webhookSecrets = new Map(
    demoChannels.map(({ channel }) => [channel, `whsec_${randomBytes(32).toString('base64')}`]),
  );
  return { manifest, webhookSecrets };
}

function connectionsOf({ manifest, webhookSecrets }: Plan): DemoConnections {
  const connections: DemoConnections = {};
  for (const { channel, kind } of demoChannels) {
    const program = manifest.programs.find(({ name }) => name === channel);
    const webhookSecret = webhookSecrets.get(channel);
    if (kind === 'retail' || program === undefined || webhookSecret === undefined) continue;
    connections[channel] = {
      baseUrl: shopAddress(program.port),
      secret: webhookSecret,
      pollSeconds: poll_seconds[reportsOf(channel)],
    };
  }
  return connections;
}

export function shopAddress(port: number): string {
  return `http://127.0.0.1:${port}/shop`;
}

function reportsOf(channel: DemoChannel): 'webhook' | 'poll' {
  return polled.includes(channel) ? 'poll' : 'webhook';
}

async function writePrograms(config: Config, plan: Plan, history: DemoHistory): Promise<void> {
  const sales = sandboxSales(await readOnlineRetail());
  const running = config.demo === 'selling';
  for (const { name, title, kind, port } of plan.manifest.programs) {
    const folder = path.join(demoFolder(config.dataDir), name);
    const base = { name, title, port, control: plan.manifest.secret, running };
    const channel = demoChannels.find((each) => each.channel === name);
    if (channel === undefined) {
      writeJsonFile(path.join(folder, 'program.json'), { ...base, ...(await supplierProgram(history)) });
      continue;
    }
    const listings = [
      ...storyListings(channel),
      ...demoListings(channel).map(({ sku, externalId }) => ({
        listing: externalId,
        sku: sku.sku,
        name: sku.name,
      })),
    ];
    const common = { ...base, channel: name, orderPrefix: `${channel.orderPrefix}-S`, listings };
    writeJsonFile(
      path.join(folder, 'program.json'),
      kind === 'tills'
        ? { ...common, ...(await tillsProgram(channel)) }
        : { ...common, ...shopProgram(channel), secret: plan.webhookSecrets.get(channel.channel) },
    );
    writeJsonFile(
      path.join(folder, 'sales.json'),
      (sales.get(channel.channel) ?? []).slice(0, sales_max).map(saleEntry),
    );
  }
  // Last of all: where it stands, the programs are all there.
  writeManifest(config.dataDir, plan.manifest);
}

/** The SKU of the brand's day is shown where the day sold it, but nobody comes for it any more. */
function storyListings({ channel }: DemoChannelFacts) {
  if (!Object.hasOwn(brandDay.channels, channel)) return [];
  return [{ listing: brandDay.sku, sku: brandDay.sku, name: brandDay.name }];
}

function shopProgram(channel: DemoChannelFacts) {
  return {
    reports: reportsOf(channel.channel),
    shipMinutes: channel.shipMinutes,
    returns: channel.kind !== 'quick_commerce',
    ...(channel.listsPerNode ? { locations: channel.sources } : {}),
  };
}

async function tillsProgram({ channel, name, sources }: DemoChannelFacts) {
  const [node] = sources;
  const limits = {
    sources: [channel],
    channels: [channel],
    ...(node === undefined ? {} : { nodes: [node] }),
  };
  return { node, apiKey: await key({ name: `Demo: ${name}`, role: 'integration', ...limits }) };
}

async function supplierProgram({ levels, unfinished }: DemoHistory) {
  return {
    apiKey: await key({ name: 'Demo: suppliers and warehouse', role: 'integration', sources: [supplier] }),
    readKey: await key({ name: 'Demo: returns desk', role: 'viewer' }),
    warehouse: 'bengaluru',
    returnChannels: ['webshop', 'marketplace', 'haat'],
    levels: levels.map(({ sku, node, full, reorder }) => ({
      sku: sku.sku,
      node,
      full,
      reorder,
      caseQuantity: sku.caseQuantity,
      unitCost: sku.unitCost,
    })),
    unfinished,
  };
}

async function key(input: Parameters<typeof createApiKey>[1]): Promise<string> {
  return (await createApiKey(getPool(), input, 'truecount:demo')).key;
}

function saleEntry({ atMs, node, lines }: DemoSale) {
  return [atMs, lines.map(({ listing, packs }) => [listing.externalId, packs, node ?? null])];
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}
