import { fitWrite } from '@/lib/allocation/escrow/fit-write';
import { checkInvariants } from '@/lib/allocation/escrow/invariants';
import { type EscrowRules, escrowRules } from '@/lib/allocation/escrow/rules';
import type { PushOutcome } from '@/lib/allocation/escrow/settle-push';
import {
  channelOf,
  type EscrowEffect,
  type EscrowState,
  floatOf,
  heldBy,
  openEscrow,
  type PushWrite,
  type Step,
} from '@/lib/allocation/escrow/state';
import { type PlanMemory, planPool } from '@/lib/allocation/plan-pool';
import type { AllocationMode, WantedPush } from '@/lib/allocation/publish-state';
import { TailsCache } from '@/lib/demand/tails';
import { answer_timeout_ms } from '../channel';
import type { Desk, MakePolicy, Policy, PushAnswer, ReportedCancellation, ReportedOrder } from '../policy';
import type { ChannelScenario } from '../scenario';
import { type ChannelKnowledge, knowChannel, learnTo, loopOf, shownBy } from './channel-knowledge';

export interface EscrowOptions {
  mode: AllocationMode;
  /** [k] How many times an absolute write is taken to be applied. */
  timesApplied?: number;
  /** The channel can say for sure what became of a push; without that, what is unanswered is over after its promised delay. */
  terminalStatus?: boolean;
  /** Read every listing back every 15 minutes. */
  audit?: boolean;
  /** Throw as soon as an invariant does not hold. */
  check?: boolean;
  rules?: EscrowRules;
  onEffect?: (effect: EscrowEffect) => void;
}

const node = 'pool';
const audit_ms = 900_000;

function shownAfter(write: PushWrite, estimate: number): number {
  return write.kind === 'delta' ? estimate + write.by : write.quantity;
}

/** Our own policy: the production forecast, allocation, publish rules and escrow, driven as production drives them. */
export function escrowed(options: EscrowOptions): MakePolicy {
  return (desk) => new EscrowPolicy(desk, options);
}

class EscrowPolicy implements Policy {
  private state: EscrowState = openEscrow({}, {});
  private toSell = 0;
  /** Mode bounded: units that may be promised twice. They lie in the float as if they were there. */
  private extra = 0;
  private ids = 0;
  /** When each push was sent last. */
  private readonly toldAt = new Map<number, number>();
  private readonly knowledge = new Map<string, ChannelKnowledge>();
  private readonly memory: PlanMemory = { tails: new TailsCache() };
  private readonly rules: EscrowRules;
  private lookAgainAt = Number.POSITIVE_INFINITY;
  /** Something happened since the last plan. */
  private dirty = true;

  constructor(
    private readonly desk: Desk,
    private readonly options: EscrowOptions,
  ) {
    this.rules = options.rules ?? escrowRules;
  }

  open(stockUnits: number): Readonly<Record<string, number>> {
    const { channels } = this.desk.scenario;
    this.toSell = stockUnits;
    this.state = openEscrow(
      { [node]: stockUnits },
      Object.fromEntries(channels.map(({ name }) => [name, { nodes: [node], since: -1 }])),
    );
    for (const channel of channels) {
      this.knowledge.set(channel.name, knowChannel(this.desk.scenario, channel));
      if (this.options.audit !== false) this.audit(channel.name);
    }
    return {};
  }

  recorded(orders: readonly ReportedOrder[]): void {
    for (const { channel, at, units } of orders) {
      this.toSell -= units;
      this.dirty = true;
      this.book(this.rules.recordOrder(this.state, { channel, node, units, at }));
      const known = this.know(channel);
      known.recent.push({ at, units });
      shownBy(known, at, -units);
    }
  }

  cancelled(cancellations: readonly ReportedCancellation[]): void {
    for (const { channel, at, units, restocked } of cancellations) {
      this.toSell += units;
      this.book(this.rules.recordCancellation(this.state, { channel, node, units, at, restock: 'may' }));
      if (restocked) shownBy(this.know(channel), at, units);
    }
  }

  watermark(channel: string, to: number): void {
    this.book(this.rules.advanceWatermark(this.state, channel, to));
    learnTo(this.know(channel), to);
  }

  supplied(units: number): void {
    this.toSell += units;
    this.book(this.rules.changeSupply(this.state, { node, units }));
    this.decide(true);
  }

  decide(tick: boolean): void {
    if (!tick && !this.dirty) return;
    this.dirty = false;
    const { scenario } = this.desk;
    const at = this.desk.now();
    const plan = planPool(
      {
        sku: scenario.name,
        mode: this.options.mode,
        at,
        replenishedAt: scenario.durationSeconds * 1000,
        tickSeconds: scenario.tickSeconds,
        nodes: [{ node, availableToSell: this.toSell, float: floatOf(this.state) - this.extra }],
        backordered: 0,
        deficitByPolicy: 0,
        listings: scenario.channels.map((model) => this.listingOf(model)),
      },
      this.memory,
    );
    if (plan.allowance !== this.extra) {
      this.book(this.rules.changeSupply(this.state, { node, units: plan.allowance - this.extra }));
      this.extra = plan.allowance;
    }
    for (const push of plan.pushes) this.send(push);
    this.lookAgain(plan.lookAgainAt);
  }

  answered(channel: string, answer: PushAnswer): void {
    const push = channelOf(this.state, channel).pushes.find(({ id }) => id === answer.push);
    if (push === undefined) return;
    this.dirty = true;
    if (answer.answer === 'unknown') this.pursue(channel, answer.push, push.write);
    else if (answer.answer === 'dropped') this.settle(channel, answer.push, { outcome: 'dropped' });
    else {
      const { appliedAt, after } = answer;
      const since = push.orders.filter((order) => (order.at ?? 0) > appliedAt);
      const sold = since.reduce((sum, { units }) => sum + units, 0);
      const known = this.know(channel);
      if (push.write.kind === 'delta') known.shown += push.write.by;
      else Object.assign(known, { shown: push.write.quantity - sold, shownAt: appliedAt });
      // A copy may still land: not settled before the longest delay is over.
      if (push.write.kind === 'absolute' && push.write.times > 1) return;
      this.settle(channel, answer.push, {
        outcome: 'applied',
        interval: { from: appliedAt, to: appliedAt },
        after,
      });
    }
  }

  readBackAnswered(channel: string, question: number, shown: number, asked: number): void {
    const interval = { from: asked, to: this.desk.now() };
    const open = channelOf(this.state, channel).readBack;
    if (open?.id === question) {
      const sold = open.orders.filter((order) => (order.at ?? 0) > interval.to);
      Object.assign(this.know(channel), {
        shown: shown - sold.reduce((sum, { units }) => sum + units, 0),
        shownAt: interval.to,
      });
    }
    this.book(this.rules.answerReadBack(this.state, channel, question, { shown, interval }));
  }

  check(truth: (channel: string) => { listing: number; unrecorded: number }): void {
    if (this.options.check !== true) return;
    const known = Object.fromEntries(this.desk.scenario.channels.map(({ name }) => [name, truth(name)]));
    const [violation] = checkInvariants(this.state, { [node]: this.toSell + this.extra }, known);
    if (violation === undefined) return;
    const { invariant, where, detail } = violation;
    throw new Error(`${invariant} at ${this.desk.now()} ms, ${where}: ${detail}`);
  }

  private listingOf(model: ChannelScenario) {
    const channel = channelOf(this.state, model.name);
    const known = this.know(model.name);
    const delta = model.pushKind === 'delta';
    return {
      channel: model.name,
      location: '',
      nodes: [node],
      unitsPerListing: 1,
      writing: {
        kind: delta ? ('delta' as const) : ('absolute' as const),
        applications: model.pushKind === 'absolute' ? (this.options.timesApplied ?? 1) : 1,
      },
      weight: model.netRevenueWeight,
      floor: 0,
      cap: null,
      buffer: 0,
      estimate: Math.max(0, known.shown),
      held: heldBy(channel),
      exposure: channel.exposure,
      blocked: channel.pushes.length > 0,
      raisesBlocked: false,
      lastRaisedAt: known.lastRaisedAt,
      lastLoweredAt: known.lastLoweredAt,
      holdBack: 0,
      forecast: known.forecast,
      loop: loopOf(model),
      share: model.demandShare,
    };
  }

  private send(wanted: WantedPush): void {
    const { channel, quantity, estimate, change } = wanted;
    const known = this.know(channel);
    this.ids += 1;
    const id = this.ids;
    const write = fitWrite(this.state, channel, this.writeOf(known.model, id, quantity, estimate));
    if (change === 'raise' && shownAfter(write, estimate) <= estimate) return;
    const sent = this.rules.sendPush(this.state, { channel, id, write });
    if ('refused' in sent) return;
    this.book(sent);
    if (change === 'raise') known.lastRaisedAt = this.desk.now();
    else known.lastLoweredAt = this.desk.now();
    this.tell(channel, id, write);
  }

  /** Sends, for the first time or again: what was sent last may take its longest delay from now on. */
  private tell(channel: string, id: number, write: PushWrite): void {
    this.toldAt.set(id, this.desk.now());
    this.desk.push(channel, id, write);
    const longest = this.know(channel).model.pushMaxDelaySeconds;
    if (longest !== null && this.options.terminalStatus !== true && write.kind !== 'versioned')
      this.desk.after(longest * 1000 + 1, () => this.giveUp(channel, id, write));
  }

  private writeOf(model: ChannelScenario, id: number, quantity: number, estimate: number): PushWrite {
    switch (model.pushKind) {
      case 'delta':
        return { kind: 'delta', by: quantity - estimate };
      case 'versioned':
        return { kind: 'versioned', quantity, version: id };
      case 'compareAndSet':
        return { kind: 'compareAndSet', expected: estimate, quantity, times: 1 };
      case 'absolute':
        return { kind: 'absolute', quantity, times: this.options.timesApplied ?? 1 };
    }
  }

  /** Nobody answered: a key or a version is sent again, else the channel is asked, else its longest delay waited out. */
  private pursue(channel: string, id: number, write: PushWrite): void {
    const still = () => channelOf(this.state, channel).pushes.some((push) => push.id === id);
    this.desk.after(answer_timeout_ms, () => {
      if (!still()) return;
      if (write.kind === 'delta' || write.kind === 'versioned') this.tell(channel, id, write);
      else if (this.options.terminalStatus === true || write.kind === 'compareAndSet') {
        const status = this.desk.statusOf(channel, id);
        if (status === undefined) this.pursue(channel, id, write);
        else this.answered(channel, status);
      }
    });
  }

  /** The channel's longest delay is over: nothing can land any more, says its promise. */
  private giveUp(channel: string, id: number, write: PushWrite): void {
    const push = channelOf(this.state, channel).pushes.find((open) => open.id === id);
    if (push === undefined) return;
    const to = this.desk.now();
    const longest = (this.know(channel).model.pushMaxDelaySeconds ?? 0) * 1000 + 1;
    // It was sent again meanwhile.
    if (to - (this.toldAt.get(id) ?? 0) < longest) return;
    this.toldAt.delete(id);
    const applied = write.kind === 'absolute' && write.times > 1 && this.desk.statusOf(channel, id);
    if (applied && applied.answer === 'applied')
      this.settle(channel, id, { outcome: 'applied', interval: { from: to - longest, to } });
    else {
      this.settle(channel, id, { outcome: 'expired' });
      this.ask(channel);
    }
    this.decide(true);
  }

  private settle(channel: string, id: number, outcome: PushOutcome): void {
    this.book(this.rules.settlePush(this.state, channel, id, outcome));
  }

  private audit(channel: string): void {
    this.desk.after(audit_ms, () => {
      this.ask(channel);
      this.audit(channel);
    });
  }

  private ask(channel: string): void {
    this.ids += 1;
    const question = this.ids;
    const asked = this.rules.askReadBack(this.state, channel, question);
    if ('refused' in asked) return;
    this.book(asked);
    this.desk.readBack(channel, question);
    this.desk.after(answer_timeout_ms, () =>
      this.book(this.rules.dropReadBack(this.state, channel, question)),
    );
  }

  private lookAgain(at: number | null): void {
    if (at === null || this.lookAgainAt <= at) return;
    this.lookAgainAt = at;
    this.desk.after(at - this.desk.now(), () => {
      this.lookAgainAt = Number.POSITIVE_INFINITY;
      this.decide(true);
    });
  }

  private book(step: Step): void {
    this.state = step.state;
    if (step.effects.length > 0) this.dirty = true;
    for (const effect of step.effects) this.options.onEffect?.(effect);
  }

  private know(channel: string): ChannelKnowledge {
    const known = this.knowledge.get(channel);
    if (known === undefined) throw new Error(`no channel ${channel}`);
    return known;
  }
}
