import betainc from '@stdlib/math-base-special-betainc';
import { dispersionOf, type Predictive } from './predictive';

/** Longer tables are not built: single values then come from the incomplete beta function. */
const table_entries_max = 32_768;

/** Below e^−600 the probability of 0 leaves the range in which the recurrence keeps its precision. */
const log_zero_min = -600;

/** Probabilities below this share of the largest one no longer change a sum of doubles. */
const negligible = 1e-19;

/**
 * P(D ≥ x) for one demand, computed as far as it is asked for.
 *
 * The table is a recurrence of ours because the distributions of @stdlib are too slow for it: their incomplete beta
 * function costs 0.5-2 µs a value (bench: `allocation`), the recurrence 5 ns; an allocation of 10,000 SKUs asks for
 * 3.5 million values. With q = 1 − 1/φ: p(k+1) = p(k)·(μ/φ + k·q)/(k+1), all terms positive, so it is stable; it starts
 * at p(0) = φ^(−μ/(φ−1)), or where that would vanish, at the mode, outward, and is normalised by its sum. Errors stay
 * below 10⁻¹³. @stdlib's function serves demands too wide for a table, and checks this one in the tests.
 */
export class Tails {
  private readonly ratio: number;
  private readonly q: number;
  private readonly shape: number;
  private readonly beyondTable: boolean;
  /** `known[i]` = P(D ≥ first + i). Below `first` it is 1, from the end on it is 0 once `complete`. */
  private known: Float64Array = new Float64Array(16);
  private count = 0;
  private first = 0;
  private complete = false;
  /** P(D = first + count − 1), for the next step of the recurrence. */
  private point = 0;

  constructor(readonly demand: Predictive) {
    const phi = dispersionOf(demand);
    const { mean } = demand;
    this.ratio = mean / phi;
    this.q = 1 - 1 / phi;
    this.shape = phi > 1 ? mean / (phi - 1) : Number.POSITIVE_INFINITY;
    const logZero = phi > 1 ? -this.shape * Math.log1p(phi - 1) : -mean;
    const deviation = Math.sqrt(Math.max(demand.mean, demand.variance));
    this.beyondTable = logZero < log_zero_min && deviation * 18 > table_entries_max;
    if (this.beyondTable) return;
    if (logZero >= log_zero_min) {
      this.known[0] = 1;
      this.count = 1;
      this.point = Math.exp(logZero);
      return;
    }
    this.buildAroundMode();
  }

  /** P(D ≥ x), x whole. */
  at(x: number): number {
    const index = x - this.first;
    if (index < this.count && index >= 0) return this.known[index] as number;
    if (x <= 0) return 1;
    if (this.beyondTable || index >= table_entries_max) return this.closedForm(x);
    if (index < 0) return 1;
    if (!this.complete) this.extend(index);
    return index < this.count ? (this.known[index] as number) : 0;
  }

  /** The smallest x with P(D ≤ x) ≥ level; level below 1. */
  quantile(level: number): number {
    const beyond = (x: number) => this.at(x + 1) > 1 - level;
    let [low, high] = [-1, Math.max(1, Math.ceil(this.demand.mean))];
    while (beyond(high)) [low, high] = [high, high * 2];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (beyond(middle)) low = middle;
      else high = middle;
    }
    return high;
  }

  /** E[min(D, x)] = Σ P(D ≥ k) for k = 1 … x: what is expected to be sold of x units. */
  expectedSales(x: number): number {
    let sum = 0;
    for (let k = 1; k <= x; k++) {
      const tail = this.at(k);
      if (tail < 1e-12) break;
      sum += tail;
    }
    return sum;
  }

  private extend(index: number): void {
    if (index >= this.known.length) {
      const longer = new Float64Array(Math.max(index + 1, this.known.length * 2));
      longer.set(this.known);
      this.known = longer;
    }
    const { known, ratio, q } = this;
    let { count, point } = this;
    let tail = known[count - 1] as number;
    while (count <= index) {
      tail -= point;
      if (tail <= 0) {
        this.complete = true;
        break;
      }
      known[count] = tail;
      point *= (ratio + (count - 1) * q) / count;
      count += 1;
    }
    this.count = count;
    this.point = point;
  }

  private buildAroundMode(): void {
    const mode = Math.max(0, Math.floor((this.ratio - 1) / (1 - this.q)));
    const step = (k: number) => (this.ratio + k * this.q) / (k + 1);
    const up: number[] = [];
    for (let k = mode, point = 1; point > negligible; point *= step(k), k += 1) up.push(point);
    const down: number[] = [];
    for (let k = mode, point = 1; k > 0; ) {
      k -= 1;
      point /= step(k);
      if (point <= negligible) break;
      down.push(point);
    }
    const points = [...down.reverse(), ...up];
    this.first = mode - down.length;
    // From the far end inward: the small ones first, so that none is lost in the sum.
    const known = new Float64Array(points.length);
    let sum = 0;
    for (let index = points.length - 1; index >= 0; index--) {
      sum += points[index] as number;
      known[index] = sum;
    }
    for (let index = 0; index < known.length; index++) known[index] = (known[index] as number) / sum;
    this.known = known;
    this.count = known.length;
    this.complete = true;
  }

  private closedForm(x: number): number {
    return this.q > 0 ? betainc(this.q, x, this.shape, true, false) : 0;
  }
}

/** Where tables come from. */
export interface TailsSource {
  of(demand: Predictive): Tails;
}

/** A new table every time. */
export const freshTails: TailsSource = { of: (demand) => new Tails(demand) };

/** Tables in each of the two generations of the cache. At 44 units a table is about half a kilobyte. */
export const cached_tables_max = 10_000;

/**
 * Tables by demand, in two generations: what was not asked for while the young one filled up is forgotten with the old
 * one. (To delete the oldest single entry of a large Map takes as long as the Map is large.) Use it with `steady`
 * demands, or hardly any two are the same.
 */
export class TailsCache implements TailsSource {
  private young = new Map<string, Tails>();
  private old = new Map<string, Tails>();

  constructor(private readonly tablesMax = cached_tables_max) {}

  of(demand: Predictive): Tails {
    const key = `${demand.mean} ${demand.variance}`;
    const known = this.young.get(key);
    if (known !== undefined) return known;
    const table = this.old.get(key) ?? new Tails(demand);
    if (this.young.size >= this.tablesMax) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, table);
    return table;
  }
}
