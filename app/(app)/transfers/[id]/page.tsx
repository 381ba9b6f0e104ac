import type { Metadata } from 'next';
import { TransferScreen } from '@/components/transfers/transfer-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { findCodesAction, moveTransferAction, receiveTransferAction, saveTransferAction } from '../actions';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Transfer ${decodeURIComponent((await params).id)}` };
}

export default async function TransferPage({ params }: Props) {
  const { role } = await requireUser();
  const transfer = decodeURIComponent((await params).id);
  return (
    <TransferScreen
      key={transfer}
      transfer={transfer}
      actions={
        can(role, 'post_floor_events')
          ? {
              save: saveTransferAction,
              move: moveTransferAction,
              receive: receiveTransferAction,
              findCodes: findCodesAction,
              mayCloseShort: can(role, 'close_short'),
            }
          : null
      }
    />
  );
}
