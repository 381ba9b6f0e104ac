import type { RuleSource } from '@/lib/allocation/policy-in-force';
import type { PushReason } from '@/lib/allocation/publish-state';
import type { WhyAnswer, WhyRights } from '@/lib/allocation/why';

export interface WhyStep {
  term: string;
  /** Single units; null where it is not known. */
  units: number | null;
  how: string;
}

const reasons: Readonly<Record<PushReason, string>> = {
  out_of_stock: 'it showed nothing although units are meant for it',
  running_low: 'it could have run out before the next round',
  below_half: 'it showed half its target or less',
  fixed_share: 'its fixed share has changed',
  needed_elsewhere: 'another listing earns more with these units',
  above_cap: 'it showed more than its cap',
  deficit: 'the pool had promised more than it has',
};

export function reasonWord(reason: PushReason): string {
  return reasons[reason];
}

/** Available to sell → float → x* → target T → told: each with how it came about. */
export function whySteps(answer: WhyAnswer, format: (units: number) => string): WhyStep[] {
  const { explanation, rights, push, target } = answer;
  const steps: WhyStep[] = [];
  if (explanation !== null) {
    const { nodes, backordered, availableToSell } = explanation.stock;
    steps.push({
      term: 'Available to sell',
      units: availableToSell,
      how: [
        nodes.map((node) => `${node.node} ${format(node.availableToSell)}`).join(' + '),
        backordered > 0 ? `less ${format(backordered)} backordered` : '',
      ]
        .filter((part) => part !== '')
        .join(', '),
    });
  } else if (rights !== null)
    steps.push({ term: 'Available to sell', units: rights.availableToSell, how: 'less open backorders' });
  if (rights !== null)
    steps.push({ term: 'Float of the pool', units: rights.float, how: 'units that no channel may sell yet' });
  if (explanation !== null)
    steps.push({
      term: 'Optimum x*',
      units: explanation.optimum.units,
      how: `of ${format(explanation.stock.availableToSell)}, where it is expected to earn most; ${format(Math.round(explanation.optimum.expectedSales))} expected to sell`,
    });
  steps.push({
    term: 'Target T',
    units: target,
    how:
      answer.mode === 'fixed_share'
        ? 'its fixed share'
        : explanation === null
          ? 'as of the last plan'
          : `the optimum less what stays in the float, at least the cover of ${format(explanation.cover)}`,
  });
  if (push !== null)
    steps.push({
      term: 'Told',
      units: push.units,
      how: `${push.change === 'raise' ? 'raised' : 'lowered'}: ${reasonWord(push.reason)}${push.for === null ? '' : ` (${push.for.channel})`}${push.units < push.wanted ? `; ${format(push.wanted)} were wanted, the float could bear no more` : ''}`,
    });
  return steps;
}

export interface BarPart {
  name: 'Exposure' | 'Held in hand' | 'Float' | 'Other channels';
  units: number;
}

/**
 * The pool as parts that sum to what it may sell: what this listing can still sell, what it holds beyond that, the
 * float, and the rest. Worked: A 40, H 12, X 9, F 18 → 9 + 3 + 18 + 10 = 40. In a deficit the float has no length.
 */
export function rightsParts({ held, exposure, float, availableToSell }: WhyRights): BarPart[] {
  return [
    { name: 'Exposure', units: exposure },
    { name: 'Held in hand', units: Math.max(0, held - exposure) },
    { name: 'Float', units: Math.max(0, float) },
    { name: 'Other channels', units: Math.max(0, availableToSell - float - held) },
  ];
}

/** Where a rule came from, in words; a policy with its version. */
export function sourceWord(source: RuleSource): string {
  if (typeof source === 'object') return `${source.policy}, version ${source.version}`;
  return source === 'default' ? 'default: nobody set it' : `from the ${source}`;
}

/** Where the policy screen shows the policy that an explanation names: the scope, as its address holds it. */
export function policyHref(
  name: string,
  { sku, channel }: Pick<WhyAnswer, 'sku' | 'channel'>,
): `/allocation?open=${string}` {
  const onChannel = name === `channel ${channel}` || name.endsWith(` on ${channel}`);
  const what = onChannel ? name.slice(0, -` on ${channel}`.length) : name;
  const isSku = what === `SKU ${sku}`;
  const category = what.startsWith('category ') ? what.slice('category '.length) : '';
  const scope = [isSku ? sku : '', category, onChannel ? channel : ''];
  return `/allocation?open=${encodeURIComponent(JSON.stringify(scope))}`;
}

/** Mean ± 1.28 standard deviations: where eight of ten outcomes lie. */
export function interval({ mean, variance }: { mean: number; variance: number }): [number, number] {
  const spread = 1.2816 * Math.sqrt(Math.max(0, variance));
  return [Math.max(0, mean - spread), mean + spread];
}
