import type { PushWrite } from '@/lib/allocation/escrow/state';
import type { PushAnswer, ReportedCancellation, ReportedOrder } from './policy';
import { lognormal, type Random, streamOf } from './random';
import type { ChannelScenario, Scenario } from './scenario';
import type { Timeline } from './timeline';

/** Who waits for a push that nobody answers waits so long before calling it unknown. */
export const answer_timeout_ms = 30_000;
/** From question to answer of a read-back. */
const read_back_median_ms = 1_000;

/** Where the channel's words go. */
export interface Listener {
  /** Nothing from up to `watermark` can still come; a webhook says nothing of the kind. */
  reported(
    orders: readonly ReportedOrder[],
    cancellations: readonly ReportedCancellation[],
    watermark?: number,
  ): void;
  answered(answer: PushAnswer): void;
  readBackAnswered(question: number, shown: number, asked: number): void;
}

interface Sent {
  write: PushWrite;
  /** Landings still to come. */
  pending: number;
  applied: { at: number; after: number } | undefined;
}

/** A channel as it is: what it shows, what it sold and has not told, and how badly the line to it works. */
export class SimulatedChannel {
  listing = 0;
  pushes = 0;
  private untold: ReportedOrder[] = [];
  private untoldCancellations: ReportedCancellation[] = [];
  private readonly told = new Set<number>();
  private readonly sent = new Map<number, Sent>();
  private versionApplied = 0;
  private readonly random: Random;

  constructor(
    private readonly scenario: Scenario,
    readonly model: ChannelScenario,
    private readonly timeline: Timeline,
    private readonly listener: Listener,
    seed: number,
  ) {
    this.random = streamOf(seed, `faults ${model.name}`);
    const { report } = model;
    this.poll((report.type === 'poll' ? report.periodSeconds : report.reconcileSeconds) * 1000);
  }

  /** Orders sold and not recorded by anybody yet, less restocked cancellations that nobody recorded. */
  get unrecorded(): number {
    let units = 0;
    for (const order of this.untold) units += order.units;
    for (const { units: cancelled, restocked } of this.untoldCancellations)
      units -= restocked ? cancelled : 0;
    return units;
  }

  sell(order: number, units: number): void {
    this.listing -= units;
    const sold: ReportedOrder = { order, channel: this.model.name, at: this.timeline.now, units };
    this.untold.push(sold);
    const { report } = this.model;
    if (report.type !== 'webhook' || this.random() < report.lossProbability) return;
    const lag = () => 1000 * lognormal(this.random, report.medianSeconds, report.logSigma);
    this.timeline.after(lag(), () => this.deliver(sold));
    if (this.random() < this.scenario.duplicateReportProbability)
      this.timeline.after(lag(), () => this.deliver(sold));
  }

  cancel(units: number, restocked: boolean): void {
    if (restocked) this.listing += units;
    this.untoldCancellations.push({
      channel: this.model.name,
      at: this.timeline.now,
      units,
      restocked,
    });
  }

  push(push: number, write: PushWrite): void {
    this.pushes += 1;
    const known = this.sent.get(push);
    const sent = known ?? { write, pending: 0, applied: undefined };
    this.sent.set(push, sent);
    const { medianSeconds, logSigma, ackMedianSeconds, failProbability } = this.model.push;
    const promised = (this.model.pushMaxDelaySeconds ?? 600) * 1000;
    const usual = 1000 * lognormal(this.random, medianSeconds, logSigma);
    const delay = this.scenario.pushDelayUnbounded ? usual : Math.min(usual, promised);
    const answers = () =>
      this.timeline.after(1000 * lognormal(this.random, ackMedianSeconds, logSigma), () => this.answer(push));
    const unanswered = () =>
      this.timeline.after(answer_timeout_ms, () => this.listener.answered({ push, answer: 'unknown' }));

    if (this.down()) {
      if (this.random() < 0.5) this.landAfter(delay, sent);
      unanswered();
      return;
    }
    if (this.random() < failProbability) {
      if (this.random() < this.scenario.lateApplyAfterFailureProbability)
        this.landAfter(this.random() * promised * (this.scenario.pushDelayUnbounded ? 4 : 1), sent);
      unanswered();
      return;
    }
    this.landAfter(delay, sent, answers);
    if (this.random() < this.scenario.duplicatePushProbability)
      this.landAfter(delay + this.random() * (promised - delay), sent);
  }

  statusOf(push: number): PushAnswer | undefined {
    const sent = this.sent.get(push);
    if (sent === undefined || sent.pending > 0) return undefined;
    const { applied } = sent;
    return applied === undefined
      ? { push, answer: 'dropped' }
      : { push, answer: 'applied', appliedAt: applied.at, after: applied.after };
  }

  readBack(question: number): void {
    const asked = this.timeline.now;
    if (this.down()) return;
    const half = () => lognormal(this.random, read_back_median_ms / 2, 0.5);
    this.timeline.after(half(), () => {
      const shown = this.listing;
      this.timeline.after(half(), () => this.listener.readBackAnswered(question, shown, asked));
    });
  }

  private landAfter(delay: number, sent: Sent, then: () => void = () => {}): void {
    sent.pending += 1;
    this.timeline.after(delay, () => {
      sent.pending -= 1;
      this.land(sent);
      then();
    });
  }

  private land(sent: Sent): void {
    const { write } = sent;
    // A key or a version that took effect does so once; an answer given again is the first answer.
    if (write.kind === 'delta') {
      if (sent.applied !== undefined) return;
      this.listing += write.by;
    } else if (write.kind === 'versioned') {
      if (write.version <= this.versionApplied) return;
      this.versionApplied = write.version;
      this.listing = write.quantity;
    } else if (write.kind === 'compareAndSet') {
      if (this.listing !== write.expected) return;
      this.listing = write.quantity;
    } else this.listing = write.quantity;
    sent.applied = { at: this.timeline.now, after: this.listing };
  }

  private answer(push: number): void {
    const sent = this.sent.get(push);
    if (sent === undefined) return;
    if (sent.applied !== undefined)
      this.listener.answered({
        push,
        answer: 'applied',
        appliedAt: sent.applied.at,
        after: sent.applied.after,
      });
    // A version that was superseded before it landed is no news to anybody.
    else if (sent.write.kind === 'compareAndSet') this.listener.answered({ push, answer: 'dropped' });
    else this.listener.answered({ push, answer: 'unknown' });
  }

  private deliver(order: ReportedOrder): void {
    if (this.down() || this.told.has(order.order)) return;
    this.told.add(order.order);
    this.untold = this.untold.filter((other) => other !== order);
    this.listener.reported([order], []);
  }

  /** Orders since the last poll; those asked for again, and webhooks that come after it, are known already. */
  private poll(period: number): void {
    this.timeline.after(period, () => {
      this.poll(period);
      if (this.down()) return;
      const [orders, cancellations] = [this.untold, this.untoldCancellations];
      this.untold = [];
      this.untoldCancellations = [];
      for (const { order } of orders) this.told.add(order);
      // More can still be sold in this very millisecond.
      this.listener.reported(orders, cancellations, this.timeline.now - 1);
    });
  }

  private down(): boolean {
    const second = this.timeline.now / 1000;
    return this.scenario.outages.some(
      ({ channel, fromSecond, toSecond }) =>
        channel === this.model.name && second >= fromSecond && second < toSecond,
    );
  }
}
