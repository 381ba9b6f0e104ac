import type { AllocationMode } from './publish-state';

/** `''` stands for "any". A scope names a SKU or a category, not both. */
export interface PolicyScope {
  sku: string;
  category: string;
  channel: string;
}

/** The rules a policy can set; null = it leaves this one to a less specific policy. Units are single units. */
export interface PolicyRules {
  priority: number | null;
  floor: number | null;
  cap: number | null;
  buffer: number | null;
  /** For a whole pool: a scope with a channel cannot set it. */
  mode: AllocationMode | null;
  /** The channel's part of the pool in mode `fixed_share`, 0 … 1. */
  share: number | null;
}

/** One dated version of the policy for a scope. Nothing is ever changed in it once it is in force. */
export interface PolicyVersion extends PolicyScope, PolicyRules {
  /** Names it in explanations. */
  policy: string;
  version: number;
  /** ms since 1970: in force in [from, to). */
  effectiveFrom: number;
  effectiveTo: number | null;
}

export type RuleName = keyof PolicyRules;

/** Scopes from the most specific to the least. */
export const scopes: readonly ((sku: string, category: string, channel: string) => PolicyScope)[] = [
  (sku, _category, channel) => ({ sku, category: '', channel }),
  (sku) => ({ sku, category: '', channel: '' }),
  (_sku, category, channel) => ({ sku: '', category, channel }),
  (_sku, category) => ({ sku: '', category, channel: '' }),
  (_sku, _category, channel) => ({ sku: '', category: '', channel }),
  () => ({ sku: '', category: '', channel: '' }),
];

export function scopeKey({ sku, category, channel }: PolicyScope): string {
  return JSON.stringify([sku, category, channel]);
}

export function isInForce(version: PolicyVersion, at: number): boolean {
  return version.effectiveFrom <= at && (version.effectiveTo === null || at < version.effectiveTo);
}
