'use client';

import { useState } from 'react';
import { unitsIn } from '@/components/movements/words';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NumberField } from '@/components/ui/number-field';
import { tellDone } from '@/components/ui/toast';
import { useNow } from '@/components/use-now';
import { useOnce } from '@/components/use-once';
import { ageWords } from './age';
import { LineStatusBadge } from './line-status-badge';
import { lineAddress, type OrderActions, type OrderLineDetailView, type OrderLineView } from './order-types';

interface Props {
  taker: OrderLineDetailView;
  nodeName: (node: string) => string;
  channelName: (channel: string) => string;
  /** Null: the role may look only. */
  actions: OrderActions | null;
}

interface Offer {
  giver: OrderLineView;
  node: string;
  /** At most this many can be moved. */
  units: number;
}

/** Lines that hold units where this one's channel sells from; those to be cancelled first. */
export function GiverList({ taker, nodeName, channelName, actions }: Props) {
  const nowMs = useNow();
  const [chosen, setChosen] = useState<Offer | null>(null);
  const offers = offersFor(taker);
  if (offers.length === 0)
    return (
      <p className="text-sm text-muted">
        No other order holds units of this SKU where {channelName(taker.channel)} sells from (
        {taker.sources.map(nodeName).join(', ')}).
      </p>
    );
  return (
    <>
      <ul className="grid gap-px overflow-hidden rounded-md border border-line bg-line">
        {offers.map((offer) => (
          <li
            key={`${lineAddress(offer.giver)} ${offer.node}`}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-card px-3 py-2 text-sm"
          >
            <span className="min-w-0 grow">
              <span className="font-medium">{offer.giver.order}</span>{' '}
              <span className="text-muted">
                {channelName(offer.giver.channel)}, {ageWords(offer.giver.placedAt, nowMs)} old, holds{' '}
                {unitsIn(offer.giver.claims[offer.node] ?? 0)} at {nodeName(offer.node)}
              </span>
            </span>
            {offer.giver.mark !== null && <LineStatusBadge line={offer.giver} />}
            {actions !== null && (
              <Button
                onClick={() => setChosen(offer)}
                aria-label={`Move units from order ${offer.giver.order}`}
              >
                Move…
              </Button>
            )}
          </li>
        ))}
      </ul>
      {actions !== null && (
        <MoveDialog
          taker={taker}
          offer={chosen}
          nodeName={nodeName}
          move={actions.move}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}

function offersFor(taker: OrderLineDetailView): Offer[] {
  return taker.givers.flatMap((giver) =>
    taker.sources.flatMap((node) => {
      const units = Math.min(giver.claims[node] ?? 0, taker.backordered);
      return units > 0 ? [{ giver, node, units }] : [];
    }),
  );
}

function MoveDialog({
  taker,
  offer,
  nodeName,
  move,
  onClose,
}: {
  taker: OrderLineDetailView;
  offer: Offer | null;
  nodeName: (node: string) => string;
  move: OrderActions['move'];
  onClose: () => void;
}) {
  const once = useOnce();
  const [typed, setTyped] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const units = Math.min(typed ?? offer?.units ?? 0, offer?.units ?? 0);
  const node = offer === null ? '' : nodeName(offer.node);
  const what = `${unitsIn(units)} at ${node}`;
  const close = () => {
    setTyped(null);
    setReason('');
    onClose();
  };
  return (
    <ConfirmDialog
      open={offer !== null}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={`Move ${what} to order ${taker.order}?`}
      confirm={`Move ${what}`}
      onConfirm={async () => {
        if (offer === null) return undefined;
        if (units < 1) return 'Enter how many units to move.';
        if (reason.trim() === '') return 'Say why: whoever packs the other order will ask.';
        const { giver, node: at } = offer;
        const answer = await once.send((key) =>
          move({
            ...key,
            sku: taker.sku,
            node: at,
            units,
            giver: { channel: giver.channel, order: giver.order, line: giver.line },
            taker: { channel: taker.channel, order: taker.order, line: taker.line },
            reason: reason.trim(),
          }),
        );
        if (answer === null) return undefined;
        if (!answer.ok) return `${answer.detail} Nothing was moved.`;
        tellDone(`Moved ${what} from order ${giver.order} to order ${taker.order}`);
        return undefined;
      }}
    >
      <p>
        They stay committed at {node}. Order {offer?.giver.order} is backordered by as many, unless its
        channel has units available elsewhere.
      </p>
      <Field label="Units">
        <NumberField
          value={typed ?? offer?.units ?? null}
          onChange={setTyped}
          min={1}
          max={offer?.units ?? 1}
        />
      </Field>
      <Field label="Reason">
        <Input value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />
      </Field>
    </ConfirmDialog>
  );
}
