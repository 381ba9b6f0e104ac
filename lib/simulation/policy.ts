import type { PushWrite } from '@/lib/allocation/escrow/state';
import type { Scenario } from './scenario';

/** An order as its channel reports it, once: what was told before is left out already. */
export interface ReportedOrder {
  order: number;
  channel: string;
  at: number;
  units: number;
}

export interface ReportedCancellation {
  channel: string;
  at: number;
  units: number;
  restocked: boolean;
}

/** What a channel says to a push: nothing at all is told as `unknown` once waiting for it has ended. */
export type PushAnswer =
  | { push: number; answer: 'applied'; appliedAt: number; after: number }
  | { push: number; answer: 'dropped' }
  | { push: number; answer: 'unknown' };

/** What a policy can see and do. Times are ms from the start of the scenario. */
export interface Desk {
  readonly scenario: Scenario;
  now(): number;
  /** Tells the channel what to show; the answer comes later, if it comes. */
  push(channel: string, push: number, write: PushWrite): void;
  /** Asks what became of a push; answered at once and truly, `undefined` = it may still land. */
  statusOf(channel: string, push: number): PushAnswer | undefined;
  readBack(channel: string, question: number): void;
  after(milliseconds: number, act: () => void): void;
}

/** Somebody who decides what the channels show. All stock is at one node, in one pool. */
export interface Policy {
  /** Before anybody sells; what is returned is shown from the first moment on. */
  open(stockUnits: number): Readonly<Record<string, number>>;
  recorded(orders: readonly ReportedOrder[]): void;
  cancelled(cancellations: readonly ReportedCancellation[]): void;
  /** Nothing from up to `to` can still be told. */
  watermark(channel: string, to: number): void;
  answered(channel: string, answer: PushAnswer): void;
  readBackAnswered(channel: string, question: number, shown: number, asked: number): void;
  supplied(units: number): void;
  /** After everything a channel said, and at every tick. */
  decide(tick: boolean): void;
  /** Called after every step with the truth; throws where a promise was broken. */
  check?(truth: (channel: string) => { listing: number; unrecorded: number }): void;
}

export type MakePolicy = (desk: Desk) => Policy;
