// The paths that differ, as columns of numbers: a million of them take no million objects, and only the largest become text.

/** Nodes of both images, with what differs and how much it weighs. */
export class DifferenceColumns {
  readonly nodesInA: number[] = [];
  readonly nodesInB: number[] = [];
  readonly bits: number[] = [];
  readonly weights: number[] = [];

  add(nodeInA: number, nodeInB: number, bits: number, weightBytes: number): void {
    this.nodesInA.push(nodeInA);
    this.nodesInB.push(nodeInB);
    this.bits.push(bits);
    this.weights.push(weightBytes);
  }

  /** Positions of the heaviest, at most `limit`; of equal ones those that were added first. */
  heaviest(limit: number): readonly number[] {
    const order = Uint32Array.from(this.weights.keys());
    order.sort((i, k) => this.weights[k]! - this.weights[i]! || i - k);
    return [...order.subarray(0, limit)];
  }
}
