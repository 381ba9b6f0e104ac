import { describe, expect, test, vi } from 'vitest';
import { type EscrowRules, escrowRules } from '@/lib/allocation/escrow/rules';
import { channelOf, type EscrowState, type Step, withChannel } from '@/lib/allocation/escrow/state';
import { sampleConfigurations } from './configurations';
import { modelCheck } from './search';
import type { ChannelModel, Configuration } from './world';

// Seconds of pure computation, minutes on a machine that is busy with other things.
vi.setConfig({ testTimeout: 120_000 });

test.each(sampleConfigurations)('no order of events breaks the invariants: $name', (configuration) => {
  const { violation, exhaustive, worlds } = modelCheck(configuration);
  expect(violation).toBeUndefined();
  expect(exhaustive).toBe(true);
  expect(worlds).toBeGreaterThan(100);
});

function channel(model: Partial<ChannelModel>, stock = 2): Configuration {
  const usual = { nodes: ['n'], shows: 1, writes: [], pushes: 0, sells: 2, clock: 'channel' } as const;
  return { name: 'mutant', stock: { n: stock }, channels: { a: { ...usual, ...model } }, adversary: true };
}

/** A push that is open is forgotten for the time of one question. */
function unseen<Result>(state: EscrowState, name: string, ask: (state: EscrowState) => Result | Step) {
  const { pushes } = channelOf(state, name);
  const result = ask(withChannel(state, name, { ...channelOf(state, name), pushes: [] }));
  if (typeof result !== 'object' || result === null || !('state' in result)) return result;
  const now = channelOf(result.state, name);
  return {
    ...result,
    state: withChannel(result.state, name, { ...now, pushes: [...pushes, ...now.pushes] }),
  };
}

const absoluteOne = [{ kind: 'absolute', quantity: 1, times: 1 }] as const;

const mutants: Record<string, { wrong: Partial<EscrowRules>; where: Configuration }> = {
  'a cancelled unit goes to the float': {
    wrong: {
      recordCancellation: (state, cancelled) =>
        escrowRules.recordCancellation(state, { ...cancelled, restock: 'never' }),
    },
    where: channel({ cancels: 1, restock: 'yes' }),
  },
  'an acknowledgement releases at once': {
    wrong: {
      settlePush: (state, name, id, outcome) => {
        const { state: settled } = escrowRules.settlePush(state, name, id, outcome);
        return outcome.outcome === 'applied'
          ? escrowRules.advanceWatermark(settled, name, outcome.interval.to)
          : { state: settled, effects: [] };
      },
    },
    where: channel({ writes: absoluteOne, pushes: 1 }),
  },
  'a read-back counts at once': {
    wrong: {
      answerReadBack: (state, name, id, answer) =>
        escrowRules.advanceWatermark(
          escrowRules.answerReadBack(state, name, id, answer).state,
          name,
          answer.interval.to,
        ),
    },
    where: channel({ readBacks: 1 }),
  },
  'compare-and-set makes the exposure max(X, q)': {
    wrong: {
      sendPush: (state, push) => {
        const { write } = push;
        if (write.kind !== 'compareAndSet') return escrowRules.sendPush(state, push);
        const by = Math.max(0, write.quantity - channelOf(state, push.channel).exposure);
        const sent = escrowRules.sendPush(state, { ...push, write: { kind: 'delta', by } });
        if ('refused' in sent) return sent;
        const books = channelOf(sent.state, push.channel);
        const pushes = books.pushes.map((open) => (open.id === push.id ? { ...open, write } : open));
        return { ...sent, state: withChannel(sent.state, push.channel, { ...books, pushes }) };
      },
    },
    where: channel({
      writes: [{ kind: 'compareAndSet', expected: 0, quantity: 1, times: 1 }],
      pushes: 1,
    }),
  },
  'a write that may be applied twice is booked once': {
    wrong: {
      sendPush: (state, push) =>
        escrowRules.sendPush(
          state,
          push.write.kind === 'absolute' ? { ...push, write: { ...push.write, times: 1 } } : push,
        ),
    },
    where: channel({ shows: 0, writes: [{ kind: 'absolute', quantity: 1, times: 2 }], pushes: 1 }, 1),
  },
  'showing less costs nothing': {
    wrong: {
      sendPush: (state, push) => {
        const { write } = push;
        const lower = write.kind === 'absolute' && write.quantity <= channelOf(state, push.channel).exposure;
        const sent = escrowRules.sendPush(
          state,
          lower ? { ...push, write: { ...write, quantity: 0 } } : push,
        );
        return sent;
      },
    },
    where: channel({ writes: absoluteOne, pushes: 1 }),
  },
  'a lowering delta releases when it is sent': {
    wrong: {
      sendPush: (state, push) => {
        const sent = escrowRules.sendPush(state, push);
        if ('refused' in sent || push.write.kind !== 'delta' || push.write.by > 0) return sent;
        // As if another write of one unit had been dropped.
        const books = channelOf(sent.state, push.channel);
        const opened = books.pushes.map((open) => ({ ...open, exposed: 1 }));
        const dropped = withChannel(sent.state, push.channel, { ...books, pushes: opened });
        return escrowRules.settlePush(dropped, push.channel, push.id, { outcome: 'dropped' });
      },
    },
    where: channel({ writes: [{ kind: 'delta', by: -1 }], pushes: 1 }),
  },
  'a read-back is taken while a push may land': {
    wrong: {
      askReadBack: (state, name, id) =>
        unseen(state, name, (quiet) => escrowRules.askReadBack(quiet, name, id)) as Step,
    },
    where: channel({ writes: absoluteOne, pushes: 1, readBacks: 1, sells: 1 }),
  },
  'an order counts for the candidate that it may precede': {
    wrong: {
      recordOrder: (state, order) => {
        const anchors = channelOf(state, order.channel).anchors.map((anchor) =>
          order.at >= anchor.from && order.at <= anchor.to
            ? { ...anchor, upper: anchor.upper - order.units }
            : anchor,
        );
        const books = { ...channelOf(state, order.channel), anchors };
        return escrowRules.recordOrder(withChannel(state, order.channel, books), order);
      },
    },
    where: channel({ readBacks: 1, shows: 2, clock: 'ours' }),
  },
  'a restock is left out of the higher candidate': {
    wrong: {
      recordCancellation: (state, cancelled) => {
        const step = escrowRules.recordCancellation(state, cancelled);
        const { anchors } = channelOf(state, cancelled.channel);
        const books = { ...channelOf(step.state, cancelled.channel), anchors };
        return { ...step, state: withChannel(step.state, cancelled.channel, books) };
      },
    },
    where: channel({ readBacks: 1, cancels: 1, sells: 1 }),
  },
  'a late order is booked like any other': {
    wrong: {
      recordOrder: (state, order) => {
        const books = channelOf(state, order.channel);
        const forgotten = withChannel(state, order.channel, { ...books, settledTo: -1 });
        const step = escrowRules.recordOrder(forgotten, order);
        const after = { ...channelOf(step.state, order.channel), settledTo: books.settledTo };
        return { ...step, state: withChannel(step.state, order.channel, after) };
      },
    },
    where: channel({ readBacks: 1, shows: 2, reportsLate: 1 }),
  },
  'a version is given up while it may have landed': {
    wrong: {
      settlePush: (state, name, id, outcome) => {
        if (outcome.outcome !== 'expired') return escrowRules.settlePush(state, name, id, outcome);
        const books = channelOf(state, name);
        const pushes = books.pushes.filter((open) => open.id !== id);
        return { state: withChannel(state, name, { ...books, pushes }), effects: [] };
      },
    },
    where: channel(
      {
        shows: 0,
        sells: 1,
        writes: [
          { kind: 'versioned', quantity: 0 },
          { kind: 'versioned', quantity: 1 },
        ],
        pushes: 2,
      },
      1,
    ),
  },
  'a request of our own takes exposed rights': {
    wrong: {
      admitRequest: (state, { node, units }) => {
        const held = channelOf(state, 'a').held[node] ?? 0;
        const books = { ...channelOf(state, 'a'), exposure: 0, held: {} };
        const freed = { ...withChannel(state, 'a', books), float: { [node]: units } };
        return held > 0 ? escrowRules.changeSupply(freed, { node, units: -units }) : { state, effects: [] };
      },
    },
    where: channel({ sells: 1 }),
  },
};

describe('a wrong rule is found', () => {
  test.each(Object.entries(mutants))('%s', (_, { wrong, where }) => {
    expect(modelCheck(where).violation).toBeUndefined();
    const { violation } = modelCheck(where, { rules: { ...escrowRules, ...wrong } });
    expect(violation?.steps.length).toBeGreaterThan(0);
  });
});
