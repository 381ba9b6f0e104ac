import type { Column } from '@/components/table/column';
import { Quantity } from '@/components/ui/quantity';
import { formatInstant, formatUnits } from '@/lib/shared/format';
import { lagSince } from './channel-health';
import type { ListingView } from './channel-types';
import { ListingStateBadge } from './listing-state-badge';

export function listingColumns(nowMs: number): Column<ListingView>[] {
  return [
    {
      id: 'sku',
      header: 'Listing',
      className: 'max-w-80 truncate',
      cell: ({ sku, name, location }) => (
        <>
          <span className="font-mono text-xs font-medium">{sku}</span>{' '}
          <span className="text-muted">
            {name}
            {location !== null && `, ${location}`}
          </span>
        </>
      ),
    },
    { id: 'state', header: 'State', cell: ({ state }) => <ListingStateBadge state={state} /> },
    {
      id: 'target',
      header: 'Target',
      numeric: true,
      cell: ({ target, unitsPerListing, targetUnits }) => (
        <>
          <Quantity units={target} className="font-semibold" />
          {unitsPerListing > 1 && (
            <span className="text-xs text-muted"> {formatUnits(targetUnits)} units</span>
          )}
        </>
      ),
    },
    {
      id: 'published',
      header: 'Published',
      numeric: true,
      cell: ({ published }) => <Quantity units={published} />,
    },
    {
      id: 'acknowledged',
      header: 'Acknowledged',
      numeric: true,
      cell: ({ acknowledged }) => <Quantity units={acknowledged} />,
    },
    {
      id: 'observed',
      header: 'They show',
      numeric: true,
      cell: ({ observed }) => <Quantity units={observed} />,
    },
    {
      id: 'drift',
      header: 'Drift',
      numeric: true,
      className: 'text-warning font-semibold',
      cell: ({ drift }) => (drift === null ? '' : `+${formatUnits(drift)}`),
    },
    {
      id: 'lag',
      header: 'Behind for',
      numeric: true,
      cell: ({ behindSince }) => lagSince(behindSince, nowMs) ?? '',
    },
    {
      id: 'acknowledgedAt',
      header: 'Acknowledged at',
      numeric: true,
      className: 'text-muted',
      cell: ({ acknowledgedAt }) => (acknowledgedAt === null ? '–' : formatInstant(acknowledgedAt)),
    },
    {
      id: 'error',
      header: 'Last error',
      className: 'max-w-72 truncate text-muted',
      cell: ({ error, attempts }) => (error === null || attempts === 0 ? '' : error),
    },
  ];
}
