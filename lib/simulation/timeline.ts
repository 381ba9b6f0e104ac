/** What happens when: a binary heap of things to do, by time, then in the order they were put in. */
export class Timeline {
  now = 0;
  private readonly heap: { at: number; order: number; act: () => void }[] = [];
  private placed = 0;

  at(time: number, act: () => void): void {
    const { heap } = this;
    const entry = { at: Math.max(this.now, Math.round(time)), order: this.placed++, act };
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !before(entry, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = entry;
  }

  after(milliseconds: number, act: () => void): void {
    this.at(this.now + milliseconds, act);
  }

  /** Runs all that happens up to and including `until`; `each` is called after every step. */
  run(until: number, each: () => void = () => {}): void {
    for (let next = this.heap[0]; next !== undefined && next.at <= until; next = this.heap[0]) {
      this.take();
      this.now = next.at;
      next.act();
      each();
    }
    this.now = until;
  }

  private take(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      let least = heap[child];
      if (least === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && before(right, least)) {
        child += 1;
        least = right;
      }
      if (!before(least, last)) break;
      heap[index] = least;
      index = child;
    }
    heap[index] = last;
  }
}

function before(a: { at: number; order: number }, b: { at: number; order: number }): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
