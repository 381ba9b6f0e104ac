import Link from 'next/link';
import { ageWords } from '@/components/orders/age';
import { skuHref } from '@/components/stock/sku-href';
import type { Column } from '@/components/table/column';
import { Button } from '@/components/ui/button';
import type { AlertItem } from '@/lib/alerts/alert-item';
import { amountOf, ruleWords, sentenceOf } from '@/lib/alerts/words';
import { formatInstant, formatMoney, formatUnits } from '@/lib/shared/format';
import { SeverityBadge } from './severity-badge';

export interface AlertWords {
  nodeName: (node: string) => string;
  channelName: (channel: string) => string;
  nowMs: number;
  /** Null where the role may look only. */
  acknowledge: ((item: AlertItem) => void) | null;
}

/** The alert's sentence with names instead of codes. */
export function sentenceWith(
  item: AlertItem,
  { nodeName, channelName }: Pick<AlertWords, 'nodeName' | 'channelName'>,
): string {
  return sentenceOf(
    {
      rule: item.rule,
      sku: item.sku ?? '',
      node: item.node ?? '',
      channel: item.channel ?? '',
      location: item.location ?? '',
      value: item.value,
      limit: item.threshold,
      clearsAt: item.clearsAt,
      facts: item.facts,
    },
    { node: nodeName, channel: channelName },
  );
}

/** Who has it, and until when it rests. */
function handWords(item: AlertItem): string {
  if (item.status === 'snoozed')
    return item.snoozedUntilWorseThan !== null
      ? 'until it gets worse'
      : `until ${formatInstant(item.snoozedUntil ?? item.since)}`;
  if (item.status === 'resolved') return item.resolvedBy === 'hand' ? 'by hand' : 'by itself';
  return item.ownerName ?? '';
}

const hand: Record<AlertItem['status'], string> = {
  pending: 'Owner',
  open: 'Owner',
  acknowledged: 'Owner',
  snoozed: 'Snoozed',
  resolved: 'Resolved',
};

export function alertColumns(words: AlertWords, tab: AlertItem['status']): Column<AlertItem>[] {
  return [
    {
      id: 'severity',
      header: 'Severity',
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    { id: 'rule', header: 'Alert', className: 'font-medium', cell: ({ rule }) => ruleWords[rule] },
    {
      id: 'sku',
      header: 'SKU',
      cell: ({ sku, rule }) =>
        sku === null ? (
          ''
        ) : rule === 'unknown_listing' ? (
          <span className="font-mono text-xs">{sku}</span>
        ) : (
          <Link
            href={skuHref(sku)}
            className="font-mono text-xs font-medium underline-offset-2 hover:underline"
          >
            {sku}
          </Link>
        ),
    },
    {
      id: 'place',
      header: 'Where',
      cell: ({ node, channel }) =>
        channel !== null ? words.channelName(channel) : node !== null ? words.nodeName(node) : 'All nodes',
    },
    {
      id: 'value',
      header: 'Now / threshold',
      numeric: true,
      cell: ({ rule, value, threshold }) => (
        <>
          <span className="font-semibold">{amountOf(rule, value)}</span>{' '}
          <span className="text-muted">/ {amountOf(rule, threshold)}</span>
        </>
      ),
    },
    {
      id: 'risk',
      header: 'At risk',
      numeric: true,
      cell: ({ unitsAtRisk, moneyAtRiskMinor, currency }) =>
        unitsAtRisk > 0 && (
          <>
            {formatUnits(unitsAtRisk)}
            {moneyAtRiskMinor !== null && moneyAtRiskMinor > 0 && (
              <span className="text-muted"> · {formatMoney(moneyAtRiskMinor, currency)}</span>
            )}
          </>
        ),
    },
    {
      id: 'since',
      header: tab === 'resolved' ? 'Resolved' : 'Since',
      numeric: true,
      cell: ({ since, resolvedAt }) => ageWords(resolvedAt ?? since, words.nowMs),
    },
    ...(words.acknowledge !== null && tab === 'open'
      ? [
          {
            id: 'act',
            header: 'Action',
            cell: (item: AlertItem) => (
              <Button
                look="bare"
                className="-my-1"
                aria-label={`Acknowledge: ${ruleWords[item.rule]} ${item.sku ?? item.channel ?? ''}`}
                onClick={() => words.acknowledge?.(item)}
              >
                Acknowledge
              </Button>
            ),
          },
        ]
      : []),
    {
      id: 'hand',
      header: hand[tab],
      className: 'max-w-48 truncate',
      cell: handWords,
    },
    {
      id: 'cause',
      header: 'Cause',
      className: 'max-w-128 truncate text-muted',
      cell: (item) => sentenceWith(item, words),
    },
  ];
}
