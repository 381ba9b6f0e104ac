import type { Supply } from './feasible';

/**
 * Which node gives how much to whom, kept up unit by unit: a listing gets units where its nodes have them left, or by
 * another listing moving to another of its own nodes (an augmenting path), so it is refused only where no way of
 * sourcing would do. What was given once is never taken back.
 */
export class NodeFlow {
  private readonly left: number[];
  /** `flow[listing][node]`. */
  private readonly flow: number[][];

  constructor(private readonly supply: Supply) {
    this.left = [...supply.units];
    this.flow = supply.serves.map(() => supply.units.map(() => 0));
  }

  /** Gives all of these units, or none and answers false. */
  give(listing: number, units: number): boolean {
    const before = units > 1 ? { left: [...this.left], flow: this.flow.map((row) => [...row]) } : undefined;
    for (let missing = units; missing > 0; ) {
      const moved = this.augment(listing, missing);
      if (moved === 0) {
        if (before !== undefined) this.restore(before);
        return false;
      }
      missing -= moved;
    }
    return true;
  }

  private restore(before: { left: number[]; flow: number[][] }): void {
    for (const [node, units] of before.left.entries()) this.left[node] = units;
    for (const [listing, row] of before.flow.entries()) this.flow[listing] = row;
  }

  /** Moves at most these units along one shortest path; 0 where there is none. */
  private augment(listing: number, most: number): number {
    const { serves } = this.supply;
    const nodeFrom = new Map<number, number>();
    const listingFrom = new Map<number, number>([[listing, -1]]);
    const queue = [listing];
    for (let head = 0; head < queue.length; head++) {
      const at = queue[head] as number;
      for (const node of serves[at] as readonly number[]) {
        if (nodeFrom.has(node)) continue;
        nodeFrom.set(node, at);
        if ((this.left[node] as number) > 0) return this.move(node, most, nodeFrom, listingFrom);
        for (let other = 0; other < this.flow.length; other++) {
          if (listingFrom.has(other) || ((this.flow[other] as number[])[node] as number) === 0) continue;
          listingFrom.set(other, node);
          queue.push(other);
        }
      }
    }
    return 0;
  }

  private move(
    end: number,
    most: number,
    nodeFrom: ReadonlyMap<number, number>,
    listingFrom: ReadonlyMap<number, number>,
  ): number {
    const steps: { listing: number; takes: number; gives: number }[] = [];
    let units = Math.min(most, this.left[end] as number);
    for (let node = end; node !== -1; ) {
      const listing = nodeFrom.get(node) as number;
      const gives = listingFrom.get(listing) as number;
      steps.push({ listing, takes: node, gives });
      if (gives !== -1) units = Math.min(units, (this.flow[listing] as number[])[gives] as number);
      node = gives;
    }
    this.left[end] = (this.left[end] as number) - units;
    for (const { listing, takes, gives } of steps) {
      const row = this.flow[listing] as number[];
      row[takes] = (row[takes] as number) + units;
      if (gives !== -1) row[gives] = (row[gives] as number) - units;
    }
    return units;
  }
}
