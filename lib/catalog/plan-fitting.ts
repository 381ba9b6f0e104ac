import { type CatalogPlan, type CatalogRights, type CheckConnector, planCatalog } from './plan-catalog';
import type { CatalogRefusal, Finding } from './refusal';
import type { CatalogInput } from './schema';
import type { CatalogState } from './state';

export type FittingList = 'skus' | 'listings' | 'safetyStock';

export interface Fitting {
  /** Of the entries that may be written. */
  plan: CatalogPlan;
  /** By their index in the list: the entries that may not, and why. */
  refused: Map<number, Finding[]>;
}

/**
 * Plans a list of entries without those that are refused. Leaving entries out can change what the others are in
 * conflict with, so it is asked again until nothing is refused; every round leaves out at least one. Rights refuse the
 * whole.
 */
export function planFitting(
  state: CatalogState,
  input: CatalogInput,
  list: FittingList,
  rights: CatalogRights,
  checkConnector: CheckConnector,
): Fitting | { refusal: CatalogRefusal } {
  const refused = new Map<number, Finding[]>();
  let kept = [...input[list].keys()];
  for (;;) {
    const entries = kept.map((index) => input[list][index]);
    const decided = planCatalog(
      state,
      { ...input, [list]: entries },
      rights,
      checkConnector,
      Number.MAX_SAFE_INTEGER,
    );
    if ('plan' in decided) return { plan: decided.plan, refused };
    if (decided.refusal.kind === 'forbidden') return decided;
    for (const finding of decided.refusal.findings) {
      const [of, position] = finding.path;
      const index = of === list && typeof position === 'number' ? kept[position] : undefined;
      if (index === undefined) return decided;
      const findings = refused.get(index) ?? [];
      refused.set(index, findings);
      findings.push(finding);
    }
    kept = kept.filter((index) => !refused.has(index));
  }
}
