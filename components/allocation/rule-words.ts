import type { PolicyRules, PolicyScope } from '@/lib/allocation/policy-version';
import type { AllocationMode } from '@/lib/allocation/publish-state';
import { formatRate, formatUnits } from '@/lib/shared/format';
import type { RulesDraft } from './allocation-types';

export const ruleNames = ['mode', 'priority', 'share', 'floor', 'cap', 'buffer'] as const;
export type ShownRule = (typeof ruleNames)[number];

export const ruleLabels: Readonly<Record<ShownRule, string>> = {
  mode: 'Mode',
  priority: 'Priority',
  share: 'Share',
  floor: 'Floor',
  cap: 'Cap',
  buffer: 'Buffer',
};

export function modeWord(mode: AllocationMode): string {
  if (mode === 'strict') return 'Strict';
  return mode === 'fixed_share' ? 'Fixed share' : `Bounded, risk ${formatRate(mode.bounded * 100)} %`;
}

/** A rule in words; a dash where it is left to a less specific scope. */
export function ruleWord(rules: PolicyRules, name: ShownRule): string {
  const { mode } = rules;
  if (name === 'mode') return mode === null ? '–' : modeWord(mode);
  const value = rules[name];
  if (value === null) return '–';
  if (name === 'share') return `${formatRate(value * 100)} %`;
  return name === 'priority' ? String(value) : formatUnits(value);
}

/** "SKU A on Web", "Everything". `channelName` where it is known. */
export function scopeWords(scope: PolicyScope, channelName: string | null = null): string {
  const what = scope.sku !== '' ? scope.sku : scope.category !== '' ? `All ${scope.category}` : 'Everything';
  return scope.channel === '' ? what : `${what} on ${channelName ?? scope.channel}`;
}

export const nothingSet: RulesDraft = {
  priority: null,
  floor: null,
  cap: null,
  buffer: null,
  mode: null,
  share: null,
  note: '',
  from: null,
  to: null,
};

/** What the server is asked with: only what is set. */
export function policyOf(
  scope: PolicyScope,
  { note: _, from, to, ...rules }: RulesDraft,
): Record<string, unknown> {
  const given = { ...scope, ...rules, effectiveFrom: from, effectiveTo: to };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== ''));
}
