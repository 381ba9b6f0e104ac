import { planChannels, planNodes, type TopologyPlan } from './plan-channels';
import { planListings } from './plan-listings';
import { planReplenishment, planSafetyStock } from './plan-policies';
import { planSkus } from './plan-skus';
import { modeConflicts } from './pools';
import { type CatalogRefusal, Findings, refusalOf } from './refusal';
import type { CatalogInput, CatalogResult } from './schema';
import type {
  CatalogState,
  ChannelRow,
  ListingRow,
  NodeRow,
  ReplenishmentRow,
  SafetyStockRow,
  SkuRow,
} from './state';

/** What whoever puts the catalogue may change; limits that are absent do not limit. */
export interface CatalogRights {
  skusAndNodes: boolean;
  /** Channels with priority and sources, listings with their policy. */
  channels: boolean;
  /** Safety stock and replenishment. */
  policies: boolean;
  /** A channel's connector and configuration. */
  configure: boolean;
  limitedToNodes?: readonly string[];
  limitedToChannels?: readonly string[];
}

/** Whether a connector is there and its configuration will do; each finding by its path below the channel. */
export type CheckConnector = (
  connector: string,
  config: Record<string, unknown>,
) => { path: PropertyKey[]; detail: string }[];

/** Only what has to be written; unchanged rows are not in it. */
export interface CatalogPlan {
  skus: SkuRow[];
  /** Which of them are new. */
  newSkus: string[];
  /** Of which the barcodes change. */
  barcodesOf: string[];
  nodes: NodeRow[];
  channels: ChannelRow[];
  /** Whose connector or configuration changes. */
  configured: string[];
  /** Whose sourcing order changes. */
  resourced: string[];
  listings: ListingRow[];
  safetyStock: SafetyStockRow[];
  replenishment: ReplenishmentRow[];
  /** Nodes, channels or sources change: what the ledger's writer holds in memory is out of date. */
  topologyChanged: boolean;
  /** Whose allocation has to be computed anew. */
  dirty: string[] | 'all';
  result: CatalogResult;
}

/**
 * What putting `input` onto `state` would write, or why it may not be. Pure: the same input on the state it made
 * gives an empty plan, which is what makes a PUT idempotent.
 */
export function planCatalog(
  state: CatalogState,
  input: CatalogInput,
  rights: CatalogRights,
  checkConnector: CheckConnector,
  kept_max?: number,
): { plan: CatalogPlan } | { refusal: CatalogRefusal } {
  const findings = new Findings(kept_max);
  checkRights(input, rights, findings);
  if (findings.any) return { refusal: refusalOf(findings) };

  const skus = planSkus(state, input, findings);
  const nodes = planNodes(state, input, findings);
  const channels = planChannels(state, input, nodes.all, rights, checkConnector, findings);
  const listings = planListings(state, input, skus.all, channels.all, findings);
  const safetyStock = planSafetyStock(state, input, skus.all, nodes.all, findings);
  const replenishment = planReplenishment(state, input, skus.all, nodes.all, findings);
  if (findings.any) return { refusal: refusalOf(findings) };

  checkModes(input, listings.all, channels.all, findings);
  if (findings.any) return { refusal: refusalOf(findings) };

  const topology: TopologyPlan = channels;
  return {
    plan: {
      skus: skus.changed,
      newSkus: skus.created,
      barcodesOf: skus.barcodesOf,
      nodes: nodes.changed,
      channels: topology.changed,
      configured: topology.configured,
      resourced: topology.resourced,
      listings: listings.changed,
      safetyStock: safetyStock.changed,
      replenishment: replenishment.changed,
      topologyChanged: nodes.changed.length > 0 || topology.changed.length > 0,
      dirty: dirtyOf([
        nodes.changed.length > 0 || topology.changed.length > 0 ? [''] : [],
        skus.changed.map((row) => row.sku),
        listings.changed.map((row) => row.sku),
        safetyStock.changed.map((row) => row.sku),
        replenishment.changed.map((row) => row.sku),
      ]),
      result: {
        skus: skus.tally,
        nodes: nodes.tally,
        channels: topology.tally,
        listings: listings.tally,
        safetyStock: safetyStock.tally,
        replenishment: replenishment.tally,
      },
    },
  };
}

/** A scope of '' reaches every SKU. */
function dirtyOf(parts: string[][]): string[] | 'all' {
  const skus = new Set(parts.flat());
  return skus.has('') ? 'all' : [...skus].sort();
}

function checkRights(input: CatalogInput, rights: CatalogRights, findings: Findings): void {
  const needed = {
    skus: rights.skusAndNodes,
    nodes: rights.skusAndNodes,
    channels: rights.channels,
    listings: rights.channels,
    safetyStock: rights.policies,
    replenishment: rights.policies,
  };
  for (const [list, allowed] of Object.entries(needed))
    if (!allowed && input[list as keyof typeof needed].length > 0)
      findings.forbid([list], `${list} may not be written with this role`);
  const { limitedToNodes, limitedToChannels } = rights;
  if (limitedToNodes !== undefined) {
    for (const [index, { node }] of input.nodes.entries())
      if (!limitedToNodes.includes(node)) findings.limit(['nodes', index, 'node'], node);
    for (const list of ['safetyStock', 'replenishment'] as const)
      for (const [index, { node }] of input[list].entries())
        if (node === undefined || !limitedToNodes.includes(node)) findings.limit([list, index, 'node'], node);
  }
  if (limitedToChannels !== undefined)
    for (const list of ['channels', 'listings'] as const)
      for (const [index, { channel }] of input[list].entries())
        if (!limitedToChannels.includes(channel)) findings.limit([list, index, 'channel'], channel);
}

/** Every conflict is shown at a listing that this PUT names, or else at the channel whose sources join the pools. */
function checkModes(
  input: CatalogInput,
  listings: ReadonlyMap<string, ListingRow>,
  channels: ReadonlyMap<string, ChannelRow>,
  findings: Findings,
): void {
  for (const conflict of modeConflicts(listings.values(), channels)) {
    const modes = conflict.modes.map((mode) => JSON.stringify(mode)).join(' and ');
    const detail = `${conflict.sku} is listed as ${modes} on ${conflict.channels.join(', ')}, which share stock: give all of them one mode`;
    const named = input.listings.findIndex(
      (listing) => listing.sku === conflict.sku && conflict.channels.includes(listing.channel),
    );
    const joined = input.channels.findIndex((channel) => conflict.channels.includes(channel.channel));
    findings.add(
      'mode_conflict',
      named >= 0 ? ['listings', named, 'mode'] : ['channels', joined, 'sources'],
      detail,
    );
  }
}
