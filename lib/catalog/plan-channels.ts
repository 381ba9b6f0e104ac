import type { CatalogRights, CheckConnector } from './plan-catalog';
import type { Findings } from './refusal';
import type { CatalogInput, Tally } from './schema';
import type { CatalogState, ChannelRow, NodeRow } from './state';
import { Changes, sameValue } from './tally';

export interface TopologyPlan {
  changed: ChannelRow[];
  tally: Tally;
  all: Map<string, ChannelRow>;
  configured: string[];
  resourced: string[];
}

export function planNodes(state: CatalogState, input: CatalogInput, findings: Findings) {
  const changes = new Changes<NodeRow>();
  const all = new Map(state.nodes);
  const seen = new Set<string>();
  for (const [index, entry] of input.nodes.entries()) {
    if (findings.duplicate(seen, entry.node, ['nodes', index, 'node'], `The node ${entry.node}`)) continue;
    const before = state.nodes.get(entry.node);
    const after: NodeRow = {
      node: entry.node,
      name: entry.name,
      kind: entry.kind,
      sellable: entry.sellable ?? before?.sellable ?? true,
      timeZone: entry.timeZone ?? before?.timeZone ?? 'UTC',
    };
    if (changes.note(before, after)) all.set(after.node, after);
  }
  return { ...changes, all };
}

/**
 * The channels as they will be. A configuration is merged key by key: what is not named stays (so a secret need not
 * be sent again), null takes a key out. Naming the connector and configuration as they are changes nothing and
 * needs no further right.
 */
export function planChannels(
  state: CatalogState,
  input: CatalogInput,
  nodes: ReadonlyMap<string, NodeRow>,
  rights: Pick<CatalogRights, 'configure'>,
  checkConnector: CheckConnector,
  findings: Findings,
): TopologyPlan {
  const changes = new Changes<ChannelRow>();
  const all = new Map(state.channels);
  const configured: string[] = [];
  const resourced: string[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of input.channels.entries()) {
    const path = ['channels', index];
    if (findings.duplicate(seen, entry.channel, [...path, 'channel'], `The channel ${entry.channel}`))
      continue;
    const before = state.channels.get(entry.channel);
    const after: ChannelRow = {
      channel: entry.channel,
      name: entry.name,
      kind: entry.kind,
      connector: entry.connector,
      config: merged(before?.config ?? {}, entry.config ?? {}),
      priority: entry.priority ?? before?.priority ?? 1,
      feePercent: entry.feePercent ?? before?.feePercent ?? 0,
      sources: entry.sources,
    };
    checkSources(after, nodes, path, findings);
    const reconnected = after.connector !== (before?.connector ?? 'none');
    const reconfigured = !sameValue(after.config, before?.config ?? {});
    if ((reconnected || reconfigured) && !rights.configure)
      findings.forbid(
        [...path, reconnected ? 'connector' : 'config'],
        'Connectors and their configuration need the role admin',
      );
    if (before === undefined || reconnected || reconfigured)
      for (const finding of checkConnector(after.connector, after.config))
        findings.add('invalid_connector', [...path, ...finding.path], finding.detail);
    checkLocations(after, nodes, path, findings);
    if (!changes.note(before, after)) continue;
    all.set(after.channel, after);
    if (reconnected || reconfigured) configured.push(after.channel);
    if (!sameValue(before?.sources ?? [], after.sources)) resourced.push(after.channel);
  }
  return { ...changes, all, configured, resourced };
}

function merged(before: Record<string, unknown>, given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== null));
}

function checkSources(
  channel: ChannelRow,
  nodes: ReadonlyMap<string, NodeRow>,
  path: PropertyKey[],
  findings: Findings,
): void {
  const seen = new Set<string>();
  for (const [rank, node] of channel.sources.entries()) {
    if (!nodes.has(node))
      findings.add('unknown_node', [...path, 'sources', rank], `There is no node ${node}`);
    findings.duplicate(seen, node, [...path, 'sources', rank], `The node ${node}`);
  }
}

function checkLocations(
  channel: ChannelRow,
  nodes: ReadonlyMap<string, NodeRow>,
  path: PropertyKey[],
  findings: Findings,
): void {
  const { locations } = channel.config;
  if (typeof locations !== 'object' || locations === null) return;
  for (const [location, mapped] of Object.entries(locations))
    for (const node of Array.isArray(mapped) ? mapped : [mapped])
      if (typeof node !== 'string' || !nodes.has(node))
        findings.add(
          'unknown_node',
          [...path, 'config', 'locations', location],
          `There is no node ${typeof node === 'string' ? node : JSON.stringify(node)}`,
        );
}
