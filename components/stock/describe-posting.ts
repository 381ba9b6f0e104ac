import type { PostingItem } from './stock-types';

/** `order_placed` reads "Order placed". */
export function describeEvent(type: string): string {
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The document an event belongs to, in words: "Order 5001 · webshop", "Transfer T-7, bhiwandi to andheri". */
export function describeDocument(posting: PostingItem): string {
  const text = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const { order, channel, transfer, from, to, purchaseOrder, reservation, session, reason } = posting;
  if (text(order) !== '') return [`Order ${text(order)}`, text(channel)].filter(Boolean).join(' · ');
  if (text(transfer) !== '') {
    const way = text(from) !== '' && text(to) !== '' ? `, ${text(from)} to ${text(to)}` : '';
    return `Transfer ${text(transfer)}${way}`;
  }
  if (text(purchaseOrder) !== '') return `Purchase order ${text(purchaseOrder)}`;
  if (text(reservation) !== '') return `Reservation ${text(reservation)}`;
  if (text(session) !== '') return `Count ${text(session)}`;
  return text(reason);
}

const states = [
  { state: 'available', label: 'Available' },
  { state: 'committed', label: 'Committed' },
  { state: 'qualityControl', label: 'Quality control' },
  { state: 'damaged', label: 'Damaged' },
  { state: 'incoming', label: 'Incoming' },
] as const;
export type StateColumn = (typeof states)[number];

/** The columns a ledger needs: available and committed always, the others where any of these postings knows of them. */
export function stateColumns(postings: readonly PostingItem[]): StateColumn[] {
  return states.filter(
    ({ state }) =>
      state === 'available' ||
      state === 'committed' ||
      postings.some((posting) => posting.balances[state] !== 0 || posting.changes[state] !== undefined),
  );
}
