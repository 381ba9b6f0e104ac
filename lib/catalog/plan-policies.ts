import type { Findings } from './refusal';
import type { CatalogInput } from './schema';
import {
  type CatalogState,
  type NodeRow,
  type ReplenishmentRow,
  type SafetyStockRow,
  type SkuRow,
  scopeKey,
} from './state';
import { Changes } from './tally';

/** The policies to put in force: each replaces the one of the same scope, which keeps its dates. */
export function planSafetyStock(
  state: CatalogState,
  input: CatalogInput,
  skus: ReadonlyMap<string, SkuRow>,
  nodes: ReadonlyMap<string, NodeRow>,
  findings: Findings,
) {
  const changes = new Changes<SafetyStockRow>();
  const seen = new Set<string>();
  for (const [index, entry] of input.safetyStock.entries()) {
    const path = ['safetyStock', index];
    const after: SafetyStockRow = {
      sku: entry.sku ?? '',
      node: entry.node ?? '',
      category: entry.category ?? '',
      units: entry.units ?? null,
      days: entry.days ?? null,
      serviceLevel: entry.serviceLevel ?? null,
    };
    if (findings.duplicate(seen, scopeKey(after), path, 'The policy of this scope')) continue;
    checkScope(entry, skus, nodes, path, findings);
    changes.note(state.safetyStock.get(scopeKey(after)), after);
  }
  return changes;
}

export function planReplenishment(
  state: CatalogState,
  input: CatalogInput,
  skus: ReadonlyMap<string, SkuRow>,
  nodes: ReadonlyMap<string, NodeRow>,
  findings: Findings,
) {
  const changes = new Changes<ReplenishmentRow>();
  const seen = new Set<string>();
  for (const [index, entry] of input.replenishment.entries()) {
    const path = ['replenishment', index];
    const scope = { sku: entry.sku ?? '', node: entry.node ?? '' };
    if (findings.duplicate(seen, scopeKey(scope), path, 'The replenishment of this scope')) continue;
    checkScope(entry, skus, nodes, path, findings);
    const before = state.replenishment.get(scopeKey(scope));
    changes.note(before, {
      ...scope,
      days: entry.days,
      deviationDays: entry.deviationDays ?? before?.deviationDays ?? 0,
    });
  }
  return changes;
}

function checkScope(
  scope: { sku?: string | undefined; node?: string | undefined },
  skus: ReadonlyMap<string, SkuRow>,
  nodes: ReadonlyMap<string, NodeRow>,
  path: PropertyKey[],
  findings: Findings,
): void {
  if (scope.sku !== undefined && !skus.has(scope.sku))
    findings.add('unknown_sku', [...path, 'sku'], `There is no SKU ${scope.sku}`);
  if (scope.node !== undefined && !nodes.has(scope.node))
    findings.add('unknown_node', [...path, 'node'], `There is no node ${scope.node}`);
}
