interface Entry<Item> {
  atMs: number;
  /** Of two at the same time, the one that was put in first comes first. */
  number: number;
  item: Item;
}

/** What is to come, by its time: a binary heap. */
export class TimeQueue<Item> {
  private readonly heap: Entry<Item>[] = [];
  private count = 0;

  put(atMs: number, item: Item): void {
    const entry = { atMs, number: ++this.count, item };
    let index = this.heap.length;
    this.heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.heap[parent];
      if (above === undefined || isBefore(above, entry)) break;
      this.heap[index] = above;
      this.heap[parent] = entry;
      index = parent;
    }
  }

  take(): { atMs: number; item: Item } | undefined {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (first === undefined || last === undefined || this.heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const [left, right] = [this.heap[child], this.heap[child + 1]];
      if (left === undefined) break;
      const least = right !== undefined && isBefore(right, left) ? right : left;
      if (least === right) child += 1;
      if (isBefore(last, least)) break;
      this.heap[index] = least;
      index = child;
    }
    this.heap[index] = last;
    return first;
  }
}

function isBefore<Item>(one: Entry<Item>, other: Entry<Item>): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.number < other.number);
}
