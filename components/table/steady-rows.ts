/** Rows as they are on the screen. */
export interface SteadyRows<Item> {
  rows: Item[];
  /** Rows that have come and wait, so as not to push others away. */
  waiting: number;
  /** Keys of rows that are in sight and no longer in the answer. */
  gone: ReadonlySet<string>;
}

/**
 * The rows to show, so that nothing moves under a pointer or a focus. While `held`, rows that are in sight keep their
 * places and take their new values; rows that left stay; rows that came before the last one in sight wait, and rows
 * after it (the next page) are appended. Not held, the answer is shown as it is.
 */
export function steadyRows<Item>(
  inSight: readonly Item[],
  latest: readonly Item[],
  keyOf: (item: Item) => string,
  held: boolean,
): SteadyRows<Item> {
  if (!held || inSight.length === 0) return { rows: [...latest], waiting: 0, gone: new Set() };
  const byKey = new Map(latest.map((item) => [keyOf(item), item]));
  const gone = new Set<string>();
  const rows = inSight.map((item) => {
    const key = keyOf(item);
    const now = byKey.get(key);
    if (now === undefined) gone.add(key);
    return now ?? item;
  });
  const seen = new Set(inSight.map(keyOf));
  const lastSeen = latest.findLastIndex((item) => seen.has(keyOf(item)));
  let waiting = 0;
  for (const [index, item] of latest.entries()) {
    if (seen.has(keyOf(item))) continue;
    if (index > lastSeen && lastSeen >= 0) rows.push(item);
    else waiting += 1;
  }
  return { rows, waiting, gone };
}
