import type { EscrowRules } from '@/lib/allocation/escrow/rules';
import type { PushWrite } from '@/lib/allocation/escrow/state';
import { book, type Move, settle, withChannel } from './booking';
import type { ChannelModel, ChannelWorld, Flight, World, WriteModel } from './world';

/** Pushes and read-backs: sent, landing, landing again, lost, acknowledged, given up; asked, read, answered. */
export function networkMoves(
  world: World,
  name: string,
  model: ChannelModel,
  rules: EscrowRules,
  next: Move[],
): void {
  const channel = world.channels[name];
  if (channel === undefined) return;
  if (channel.sent < model.pushes)
    for (const write of model.writes) send(world, name, channel, write, rules, next);
  for (const flight of channel.flights) {
    if (flight.copies > 0) {
      next.push({
        label: `${name}: push ${flight.id} lands`,
        world: withChannel(world, name, land(world, channel, flight)),
      });
      next.push({
        label: `${name}: push ${flight.id} is lost`,
        world: withChannel(world, name, changeFlight(channel, { ...flight, copies: 0 })),
      });
    }
    answerPush(world, name, model, flight, rules, next);
  }
  readBackMoves(world, name, model, rules, next);
}

function send(
  world: World,
  name: string,
  channel: ChannelWorld,
  model: WriteModel,
  rules: EscrowRules,
  next: Move[],
): void {
  const id = channel.sent + 1;
  const write: PushWrite = model.kind === 'versioned' ? { ...model, version: id } : model;
  const sent = rules.sendPush(world.escrow, { channel: name, id, write });
  if ('refused' in sent) return;
  // A version is sent again without asking anybody; a delta's key makes its copies one.
  const copies = write.kind === 'versioned' ? 2 : write.kind === 'delta' ? 1 : write.times;
  const flight: Flight = { id, write, sentAt: world.now, copies, landedAt: null, after: 0 };
  next.push({
    label: `${name}: push ${id} ${JSON.stringify(model)}`,
    world: withChannel({ ...world, escrow: sent.state }, name, {
      ...channel,
      sent: id,
      flights: [...channel.flights, flight],
    }),
  });
}

function land(world: World, channel: ChannelWorld, flight: Flight): ChannelWorld {
  const { write } = flight;
  const landed = { ...flight, copies: flight.copies - 1 };
  const takesEffect = (listing: number, versionApplied = channel.versionApplied): ChannelWorld => ({
    ...changeFlight(channel, { ...landed, landedAt: world.now, after: listing }),
    listing,
    versionApplied,
  });
  switch (write.kind) {
    case 'absolute':
      return takesEffect(write.quantity);
    case 'delta':
      return takesEffect(channel.listing + write.by);
    case 'versioned':
      return write.version > channel.versionApplied
        ? takesEffect(write.quantity, write.version)
        : changeFlight(channel, landed);
    case 'compareAndSet':
      return channel.listing === write.expected ? takesEffect(write.quantity) : changeFlight(channel, landed);
  }
}

function changeFlight(channel: ChannelWorld, flight: Flight): ChannelWorld {
  const flights = channel.flights.map((other) => (other.id === flight.id ? flight : other));
  return { ...channel, flights };
}

/** The answers that would be true now. A push whose answer is lost is known to be over after the maximum delay. */
function answerPush(
  world: World,
  name: string,
  model: ChannelModel,
  flight: Flight,
  rules: EscrowRules,
  next: Move[],
): void {
  const { id, write, landedAt, after } = flight;
  const over = flight.copies === 0;
  const tell = (label: string, outcome: Parameters<typeof settle>[3]) => {
    const told = settle(world, name, id, outcome, rules);
    next.push({ label: `${name}: push ${id} ${label}`, world: forget(told, name) });
  };
  const ours = { from: flight.sentAt, to: world.now };
  const versioned = write.kind === 'versioned';
  if (landedAt !== null && (over || versioned)) {
    const interval = model.clock === 'channel' ? { from: landedAt, to: landedAt } : ours;
    const result = model.tellsResult === true ? { after } : {};
    // Copies of an absolute write may have landed at several times: only the whole interval is sure.
    const several = write.kind === 'absolute' && write.times > 1;
    tell(`acknowledged in [${interval.from}, ${interval.to}]`, {
      outcome: 'applied',
      interval: several ? ours : interval,
      ...result,
    });
  }
  if (versioned && world.channels[name] !== undefined)
    if ((world.channels[name]?.versionApplied ?? 0) >= write.version)
      tell('is stale', { outcome: 'stale', interval: ours });
  if (over && landedAt === null) tell('was dropped', { outcome: 'dropped' });
  if (over) tell('is over', { outcome: 'expired' });
}

/** Flights that can change nothing any more and that nobody waits for. */
function forget(world: World, name: string): World {
  const channel = world.channels[name];
  const open = new Set(world.escrow.channels[name]?.pushes.map((push) => push.id));
  if (channel === undefined) return world;
  const flights = channel.flights.filter(
    ({ id, copies, write }) =>
      open.has(id) ||
      (copies > 0 && !(write.kind === 'versioned' && write.version <= channel.versionApplied)),
  );
  return withChannel(world, name, { ...channel, flights });
}

function readBackMoves(
  world: World,
  name: string,
  model: ChannelModel,
  rules: EscrowRules,
  next: Move[],
): void {
  const channel = world.channels[name];
  if (channel === undefined) return;
  if (channel.asked < (model.readBacks ?? 0)) {
    const id = channel.asked + 1;
    const asked = rules.askReadBack(world.escrow, name, id);
    if (!('refused' in asked))
      next.push({
        label: `${name}: read-back ${id} asked`,
        world: withChannel({ ...world, escrow: asked.state }, name, {
          ...channel,
          asked: id,
          questions: [...channel.questions, { id, askedAt: world.now, read: null }],
        }),
      });
  }
  for (const question of channel.questions) {
    const others = channel.questions.filter((other) => other !== question);
    if (question.read === null) {
      const read = { at: world.now, shown: channel.listing };
      next.push({
        label: `${name}: shows ${channel.listing}`,
        world: withChannel(world, name, { ...channel, questions: [...others, { ...question, read }] }),
      });
      continue;
    }
    const { at, shown } = question.read;
    const interval =
      model.clock === 'channel' ? { from: at, to: at } : { from: question.askedAt, to: world.now };
    const told = book(
      withChannel(world, name, { ...channel, questions: others }),
      name,
      rules.answerReadBack(world.escrow, name, question.id, { shown, interval }),
    );
    next.push({
      label: `${name}: answers ${shown} in [${interval.from}, ${interval.to}]`,
      world: told,
    });
  }
}
