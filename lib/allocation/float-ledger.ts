import type { PublishState } from './publish-state';

/** What is free at each node while the pushes of one round take from it. */
export class FloatLedger {
  private readonly left: Map<string, number>;
  total: number;

  /** `allowance`: what may be promised twice is as good as free. */
  constructor(
    state: PublishState,
    private allowance: number,
  ) {
    this.left = new Map(state.nodes.map(({ node, float }) => [node, float]));
    this.total = state.nodes.reduce((sum, { float }) => sum + float, 0);
  }

  /** What these nodes can give; a node below zero is made good by the others first. */
  reach(nodes: readonly string[]): number {
    const here = nodes.reduce((sum, node) => sum + Math.max(0, this.left.get(node) ?? 0), 0);
    return Math.max(0, Math.min(here, this.total) + this.allowance);
  }

  take(nodes: readonly string[], units: number): void {
    let missing = units;
    for (const node of nodes) {
      const taken = Math.min(missing, Math.max(0, this.left.get(node) ?? 0));
      this.left.set(node, (this.left.get(node) ?? 0) - taken);
      missing -= taken;
    }
    this.allowance -= missing;
    this.total -= units - missing;
  }
}
