import type { DemoNode } from './brand';

/** Stock of one SKU at one node, as the story keeps it while it is told: what lies there and what is promised of it. */
interface Shelf {
  onHand: number;
  promised: number;
}

export interface Claim {
  node: DemoNode;
  units: number;
}

/** So that what is told stays possible: nobody ships, moves or counts what is not there. */
export class Shelves {
  private readonly shelves = new Map<string, Shelf>();

  free(sku: string, node: DemoNode): number {
    const { onHand, promised } = this.at(sku, node);
    return onHand - promised;
  }

  onHand(sku: string, node: DemoNode): number {
    return this.at(sku, node).onHand;
  }

  change(sku: string, node: DemoNode, units: number): void {
    this.at(sku, node).onHand += units;
  }

  /** Promises units of the first nodes that have some, as the ledger does; what nobody has, of the first node. */
  promise(sku: string, nodes: readonly DemoNode[], units: number): Claim[] {
    const claims: Claim[] = [];
    let left = units;
    for (const node of nodes) {
      const taken = Math.min(left, Math.max(0, this.free(sku, node)));
      if (taken > 0) claims.push({ node, units: taken });
      left -= taken;
    }
    const [first] = nodes;
    if (left > 0 && first !== undefined) claims.push({ node: first, units: left });
    for (const claim of claims) this.at(sku, claim.node).promised += claim.units;
    return claims;
  }

  giveBack(sku: string, claims: readonly Claim[]): void {
    for (const { node, units } of claims) this.at(sku, node).promised -= units;
  }

  /** Whether all that was promised by now can be handed over from these shelves. */
  canShip(sku: string, claims: readonly Claim[]): boolean {
    return claims.every(({ node }) => this.free(sku, node) >= 0);
  }

  ship(sku: string, claims: readonly Claim[]): void {
    for (const { node, units } of claims) {
      const shelf = this.at(sku, node);
      shelf.promised -= units;
      shelf.onHand -= units;
    }
  }

  private at(sku: string, node: DemoNode): Shelf {
    const key = `${sku} ${node}`;
    let shelf = this.shelves.get(key);
    if (shelf === undefined) {
      shelf = { onHand: 0, promised: 0 };
      this.shelves.set(key, shelf);
    }
    return shelf;
  }
}
