/** One side wants units, the other has them; `serves[i]` are the indices of the nodes that may serve want i. */
export interface Supply {
  /** Units at each node, ≥ 0. */
  units: readonly number[];
  serves: readonly (readonly number[])[];
}

export interface Served {
  /** Units given to each want, at most what it wanted. */
  given: number[];
  total: number;
  /**
   * The wants that ask together for the most beyond what their nodes hold (empty when all are served): exactly the
   * nodes serving them are used up. It is the source side of a minimum cut.
   */
  short: number[];
  /** What is left at each node. */
  left: number[];
}

/**
 * The most that the nodes can give to these wants: maximum flow by augmenting along shortest paths (Edmonds and Karp
 * 1972). Graphs are small: the listings of one SKU on one side, its stock nodes on the other.
 */
export function serve(wants: readonly number[], supply: Supply): Served {
  const given = wants.map(() => 0);
  const left = [...supply.units];
  const flow = wants.map(() => new Map<number, number>());
  for (;;) {
    const path = shortestPath(wants, supply, given, left, flow);
    if (path.end === undefined) {
      return { given, total: given.reduce((sum, units) => sum + units, 0), short: path.reached, left };
    }
    augment(wants, given, left, flow, path.from, path.end);
  }
}

interface Reach {
  /** By node index: the want it was reached from. By want index: the node it was reached from, or undefined. */
  from: { node: Map<number, number>; want: Map<number, number | undefined> };
  end: number | undefined;
  reached: number[];
}

function shortestPath(
  wants: readonly number[],
  supply: Supply,
  given: readonly number[],
  left: readonly number[],
  flow: readonly Map<number, number>[],
): Reach {
  const from: Reach['from'] = { node: new Map(), want: new Map() };
  const queue: number[] = [];
  for (const [want, wanted] of wants.entries()) {
    if ((given[want] ?? 0) >= wanted) continue;
    from.want.set(want, undefined);
    queue.push(want);
  }
  for (let head = 0; head < queue.length; head++) {
    const want = queue[head] ?? 0;
    for (const node of supply.serves[want] ?? []) {
      if (from.node.has(node)) continue;
      from.node.set(node, want);
      if ((left[node] ?? 0) > 0) return { from, end: node, reached: [] };
      for (const [other, carried] of flow.entries()) {
        if ((carried.get(node) ?? 0) <= 0 || from.want.has(other)) continue;
        from.want.set(other, node);
        queue.push(other);
      }
    }
  }
  return { from, end: undefined, reached: queue.sort((a, b) => a - b) };
}

function augment(
  wants: readonly number[],
  given: number[],
  left: number[],
  flow: readonly Map<number, number>[],
  from: Reach['from'],
  end: number,
): void {
  const steps: { want: number; takes: number; gives: number | undefined }[] = [];
  let units = left[end] ?? 0;
  for (let node: number | undefined = end; node !== undefined; ) {
    const want = from.node.get(node) ?? 0;
    const gives = from.want.get(want);
    steps.push({ want, takes: node, gives });
    units = Math.min(
      units,
      gives === undefined ? (wants[want] ?? 0) - (given[want] ?? 0) : (flow[want]?.get(gives) ?? 0),
    );
    node = gives;
  }
  left[end] = (left[end] ?? 0) - units;
  for (const { want, takes, gives } of steps) {
    const carried = flow[want];
    carried?.set(takes, (carried.get(takes) ?? 0) + units);
    if (gives === undefined) given[want] = (given[want] ?? 0) + units;
    else carried?.set(gives, (carried.get(gives) ?? 0) - units);
  }
}
