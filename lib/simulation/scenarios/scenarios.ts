import type { ChannelScenario, Scenario, Surge } from '../scenario';

const hour = 3_600;
const day = 24 * hour;

const shopify: ChannelScenario = {
  name: 'shopify',
  demandShare: 0.4,
  netRevenueWeight: 1,
  pushKind: 'delta',
  report: { type: 'webhook', medianSeconds: 4, logSigma: 1, lossProbability: 0.01, reconcileSeconds: 300 },
  push: { medianSeconds: 1.5, logSigma: 0.5, ackMedianSeconds: 0.5, failProbability: 0.01 },
  pushMaxDelaySeconds: null,
};
const amazon = polled('amazon', 0.3, 0.85, 120, [60, 0.7, 30, 0.02]);
const flipkart = polled('flipkart', 0.15, 0.82, 300, [10, 0.6, 2, 0.02]);
const blinkit = polled('blinkit', 0.1, 0.75, 600, [60, 0.6, 10, 0.05]);
const nykaa = polled('nykaa', 0.05, 0.78, 900, [20, 0.6, 5, 0.03]);
const five = [shopify, amazon, flipkart, blinkit, nykaa];

/** Three days, five channels, 400 units a day, and stock for all of them. */
const steady: Omit<Scenario, 'name'> = {
  stockUnits: 1_560,
  durationSeconds: 3 * day,
  meanDailyUnits: 400,
  channels: five,
  surges: [],
  knownPromotions: [],
  outages: [],
  manualEdits: [],
  neverSyncedShows: null,
  tickSeconds: 120,
  duplicateReportProbability: 0,
  lateApplyAfterFailureProbability: 0,
  duplicatePushProbability: 0,
  pushDelayUnbounded: false,
};

/** 500 units more on the third evening, in two hours. */
const flashAt = (channel: string, fromSecond = 2 * day + 19 * hour): Surge => ({
  channel,
  fromSecond,
  toSecond: fromSecond + 2 * hour,
  extraUnits: 500,
});
const flash = (channel: string) => ({ stockUnits: 1_600, surges: [flashAt(channel)] });

const article: Partial<Scenario> = {
  stockUnits: 847,
  durationSeconds: 2 * day,
  meanDailyUnits: 120,
  channels: [{ ...shopify, demandShare: 0.55 }, amazon, { ...blinkit, demandShare: 0.15 }],
};
const morning = (channel: string, extraUnits: number): Surge => ({
  channel,
  fromSecond: 10 * hour,
  toSecond: 16 * hour,
  extraUnits,
});
const evening = (channel: string, extraUnits: number): Surge => ({
  channel,
  fromSecond: day + 19 * hour,
  toSecond: day + 22 * hour,
  extraUnits,
});
const unbounded = (channel: ChannelScenario): ChannelScenario =>
  channel.pushKind === 'delta'
    ? channel
    : { ...channel, push: { ...channel.push, medianSeconds: 90, logSigma: 1.5, failProbability: 0.1 } };

const changes: Record<string, Partial<Scenario>> = {
  steadyAmple: {},
  steadyMatched: { stockUnits: 1_200 },
  flashSurprise: flash('shopify'),
  flashCalendar: { ...flash('shopify'), knownPromotions: [flashAt('shopify')] },
  flashAmazon: flash('amazon'),
  flashAmazonCal: { ...flash('amazon'), knownPromotions: [flashAt('amazon')] },
  outageOther: {
    ...flash('shopify'),
    outages: [{ channel: 'amazon', fromSecond: 241_200, toSecond: 243_000 }],
  },
  outageSelf: {
    ...flash('amazon'),
    outages: [{ channel: 'amazon', fromSecond: 242_100, toSecond: 243_900 }],
  },
  latePoll20: {
    ...flash('amazon'),
    channels: five.map((channel) =>
      channel === amazon || channel === blinkit
        ? { ...channel, report: { type: 'poll', periodSeconds: 1_200 } }
        : channel,
    ),
  },
  dupReorder: {
    ...flash('shopify'),
    channels: five.map((channel) => ({ ...channel, push: { ...channel.push, failProbability: 0.15 } })),
    duplicateReportProbability: 0.2,
    lateApplyAfterFailureProbability: 0.5,
  },
  lastUnits: { stockUnits: 60, durationSeconds: day / 2 },
  small8: { stockUnits: 8, meanDailyUnits: 3, tickSeconds: 300 },
  dupPush: {
    stockUnits: 900,
    surges: [flashAt('amazon', day + 19 * hour)],
    duplicateReportProbability: 0.2,
    lateApplyAfterFailureProbability: 0.5,
    duplicatePushProbability: 0.3,
  },
  article: {
    ...article,
    surges: [
      morning('shopify', 280),
      morning('amazon', 70),
      morning('blinkit', 40),
      evening('shopify', 420),
      evening('amazon', 60),
    ],
    neverSyncedShows: [847, 847, 124],
  },
  unboundedPush: {
    ...flash('amazon'),
    channels: five.map(unbounded),
    lateApplyAfterFailureProbability: 0.5,
    pushDelayUnbounded: true,
  },
  articleManual: {
    ...article,
    surges: [
      morning('shopify', 280),
      morning('amazon', 70),
      morning('blinkit', 60),
      evening('shopify', 420),
      evening('amazon', 60),
      { channel: 'blinkit', fromSecond: day + 12 * hour, toSecond: day + 21 * hour, extraUnits: 80 },
    ],
    manualEdits: [{ atSecond: 2 * hour, channel: 'blinkit', setTo: 124 }],
  },
  scarceW: { stockUnits: 847 },
};

export const scenarios: Readonly<Record<string, Scenario>> = Object.fromEntries(
  Object.entries(changes).map(([name, change]) => [name, { name, ...steady, ...change }]),
);

function polled(
  name: string,
  demandShare: number,
  netRevenueWeight: number,
  periodSeconds: number,
  [medianSeconds, logSigma, ackMedianSeconds, failProbability]: [number, number, number, number],
): ChannelScenario {
  return {
    name,
    demandShare,
    netRevenueWeight,
    pushKind: 'absolute',
    report: { type: 'poll', periodSeconds },
    push: { medianSeconds, logSigma, ackMedianSeconds, failProbability },
    pushMaxDelaySeconds: 660,
  };
}
