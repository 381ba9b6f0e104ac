/** What a connector promises about its channel. Strict mode stands on it, so what is not known is not promised. */
export interface ChannelCapabilities {
  write: 'absolute' | 'versioned' | 'delta' | 'compareAndSet' | 'none';
  /** [k] The most times one write may be applied; null = unknown. A version, and a delta with a key, count once. */
  timesApplied: number | null;
  /** Can the channel say for sure what became of a write? */
  terminalStatus: boolean;
  /** After this long a write that was not answered can land no more; null = no promise. */
  pushDelayMsMax: number | null;
  /** Versioned, compare-and-set: comparing and applying are one step. */
  atomicCheck: boolean;
  /** Delta: the key is remembered longer than we retry. */
  keyRemembered: boolean;
  /** Delta: the answer says what is shown now. */
  resultReturned: boolean;
  refusesAtZero: boolean;
  /** Order times and the watermark come from one clock. */
  oneClock: boolean;
  /** The same order told twice is known as the same. */
  idempotentReports: boolean;
  readBack: boolean;
  watermark: 'none' | 'orders' | 'orders_and_cancellations';
  restocks: 'yes' | 'may' | 'never';
}

/** Codes of what stands against strict mode; the screen has a sentence for each. */
export type StrictObstacle =
  | 'cannot_push'
  | 'sells_below_zero'
  | 'several_clocks'
  | 'reports_not_idempotent'
  | 'times_applied_unknown'
  | 'push_never_settles'
  | 'check_not_atomic'
  | 'key_forgotten'
  | 'no_read_back'
  | 'no_watermark'
  | 'drift_not_detectable'
  /** Two listings of the channel sell from one node: whose an order is cannot be told. */
  | 'listings_share_nodes'
  /** Orders came that its watermark had ruled out; somebody has to look before it counts again. */
  | 'watermark_broken';

export type StrictVerdict = { allowed: true } | { allowed: false; reasons: StrictObstacle[] };

/** May a pool promise never to oversell with this channel in it? With all reasons why not, in a fixed order. */
export function strictAllowed(capabilities: ChannelCapabilities): StrictVerdict {
  const reasons: StrictObstacle[] = [];
  const against = (holds: boolean, reason: StrictObstacle) => {
    if (holds) reasons.push(reason);
  };
  const { write } = capabilities;
  against(write === 'none', 'cannot_push');
  against(!capabilities.refusesAtZero, 'sells_below_zero');
  against(!capabilities.oneClock, 'several_clocks');
  against(!capabilities.idempotentReports, 'reports_not_idempotent');
  const counted = write === 'absolute' || write === 'compareAndSet';
  against(counted && capabilities.timesApplied === null, 'times_applied_unknown');
  // A version is settled by sending it again or superseding it, a delta by its key: only the others may hang for ever.
  against(
    counted && !capabilities.terminalStatus && capabilities.pushDelayMsMax === null,
    'push_never_settles',
  );
  against(
    (write === 'versioned' || write === 'compareAndSet') && !capabilities.atomicCheck,
    'check_not_atomic',
  );
  against(write === 'delta' && !capabilities.keyRemembered, 'key_forgotten');
  against(!capabilities.readBack, 'no_read_back');
  against(capabilities.watermark === 'none', 'no_watermark');
  against(capabilities.watermark === 'orders' && capabilities.restocks !== 'never', 'drift_not_detectable');
  return reasons.length === 0 ? { allowed: true } : { allowed: false, reasons };
}

/** What speaking the open channel protocol declares. */
export const openProtocolCapabilities: ChannelCapabilities = {
  write: 'versioned',
  timesApplied: 1,
  terminalStatus: true,
  pushDelayMsMax: null,
  atomicCheck: true,
  keyRemembered: false,
  resultReturned: false,
  refusesAtZero: true,
  oneClock: true,
  idempotentReports: true,
  readBack: true,
  watermark: 'orders_and_cancellations',
  restocks: 'may',
};

/** A channel that is told nothing: it is trusted with what it was given. */
const noCapabilities: ChannelCapabilities = {
  write: 'none',
  timesApplied: null,
  terminalStatus: false,
  pushDelayMsMax: null,
  atomicCheck: false,
  keyRemembered: false,
  resultReturned: false,
  refusesAtZero: false,
  oneClock: false,
  idempotentReports: true,
  readBack: false,
  watermark: 'none',
  restocks: 'may',
};

/** What the connector of a channel declares. */
export function capabilitiesOf(connector: string): ChannelCapabilities {
  return connector === 'open' ? openProtocolCapabilities : noCapabilities;
}
