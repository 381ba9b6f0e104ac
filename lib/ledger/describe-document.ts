/** `order_placed` reads "Order placed". */
export function describeEvent(type: string): string {
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The fields of an event that name what it belongs to, as far as it has them. */
type Documented = Partial<
  Record<
    | 'order'
    | 'channel'
    | 'transfer'
    | 'from'
    | 'to'
    | 'purchaseOrder'
    | 'reservation'
    | 'session'
    | 'reason'
    | 'reference',
    unknown
  >
>;

/** The document an event belongs to, in words: "Order 5001 · webshop", "Transfer T-7, bhiwandi to andheri". */
export function describeDocument(posting: Documented): string {
  const text = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const { order, channel, transfer, from, to, purchaseOrder, reservation, session, reason, reference } =
    posting;
  if (text(order) !== '') return [`Order ${text(order)}`, text(channel)].filter(Boolean).join(' · ');
  if (text(transfer) !== '') {
    const way = text(from) !== '' && text(to) !== '' ? `, ${text(from)} to ${text(to)}` : '';
    return `Transfer ${text(transfer)}${way}`;
  }
  if (text(purchaseOrder) !== '') return `Purchase order ${text(purchaseOrder)}`;
  if (text(reservation) !== '') return `Reservation ${text(reservation)}`;
  if (text(session) !== '') return `Count ${text(session)}`;
  return [text(reference), text(reason)].filter(Boolean).join(' · ');
}
