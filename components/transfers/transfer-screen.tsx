'use client';

import { useQuery } from '@tanstack/react-query';
import { useNodeName } from '@/components/movements/use-node-name';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Stepper } from '@/components/ui/stepper';
import { formatStamp, zoneName } from '@/lib/shared/format';
import type { TransferDetail } from '@/lib/transfers/transfer-document';
import { TransferBadge } from './transfer-badge';
import { TransferDraft } from './transfer-draft';
import { TransferLines } from './transfer-lines';
import type { TransferActions } from './transfer-types';

interface Props {
  transfer: string;
  actions: TransferActions | null;
}

const steps = [
  { key: 'draft', label: 'Draft' },
  { key: 'ready', label: 'Ready' },
  { key: 'in_transit', label: 'In transit' },
  { key: 'partly_received', label: 'Partly received' },
  { key: 'received', label: 'Received' },
];

/** One transfer: where it stands, its lines, and what can be done next. One that nobody has kept yet is a new draft. */
export function TransferScreen({ transfer, actions }: Props) {
  const nodeName = useNodeName();
  const { data, isPending, isError, error, refetch } = useQuery({
    queryKey: queryKeys.transfer(transfer),
    queryFn: ({ signal }) =>
      readJson<{ found: TransferDetail | null }>(
        `/api/ui/transfer?${new URLSearchParams({ transfer })}`,
        signal,
      ),
  });
  const found = data?.found ?? null;
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title={found === null ? 'New transfer' : `Transfer ${transfer}`}
        note={found === null ? 'A new draft' : `${nodeName(found.from)} to ${nodeName(found.to)}`}
      />
      {isPending && <Skeleton className="w-2/3" />}
      {isError && <ReadFailure what="this transfer" error={error} onRetry={() => void refetch()} />}
      {found !== null && (
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2 text-sm">
          {found.status === 'cancelled' || found.status === 'closed_short' ? (
            <TransferBadge transfer={found} />
          ) : (
            <Stepper label="Steps of the transfer" steps={steps} current={found.status} />
          )}
          {found.late && <TransferBadge transfer={found} />}
          {found.expectedAt !== undefined && (
            <span className="text-muted">
              expected {formatStamp(found.expectedAt)} {zoneName}
            </span>
          )}
        </div>
      )}
      {data !== undefined &&
        (found === null || found.status === 'draft' ? (
          <TransferDraft transfer={transfer} found={found} actions={actions} />
        ) : (
          <TransferLines key={found.version} found={found} actions={actions} />
        ))}
    </div>
  );
}
