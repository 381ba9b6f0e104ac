import type { PushWrite } from '@/lib/allocation/escrow/state';
import type { World } from './world';

/**
 * A world as a row of whole numbers. Times are noted beside it and enter by their rank among all times that still
 * matter, so that worlds which differ only in how long ago things were are one. The rows are kept and used again: a
 * fingerprint is made for every step of every world.
 */
class Row {
  private readonly numbers: number[] = [];
  private readonly times: number[] = [];
  private readonly places: number[] = [];
  private readonly ranks: number[] = [];
  private length = 0;
  private timed = 0;
  private distinct = 0;

  clear(): void {
    this.length = 0;
    this.timed = 0;
    this.distinct = 0;
  }

  put(number: number): void {
    this.numbers[this.length++] = number;
  }

  putTime(at: number): void {
    this.places[this.timed] = this.length;
    this.times[this.timed++] = at;
    this.length += 1;
    const { ranks } = this;
    let place = this.distinct;
    while (place > 0 && (ranks[place - 1] ?? 0) > at) place -= 1;
    if (place > 0 && ranks[place - 1] === at) return;
    for (let index = this.distinct; index > place; index--) ranks[index] = ranks[index - 1] ?? 0;
    ranks[place] = at;
    this.distinct += 1;
  }

  putMaybe(at: number | null): void {
    if (at === null) this.put(-1);
    else this.putTime(at);
  }

  putWrite(write: PushWrite): void {
    if (write.kind === 'delta') this.put(write.by);
    else this.put(write.quantity);
    if (write.kind === 'absolute' || write.kind === 'compareAndSet') this.put(write.times);
    if (write.kind === 'compareAndSet') this.put(write.expected);
  }

  /** Two independent multiplicative hashes of 32 bits (the mixing of MurmurHash3), joined to 53 bits. */
  hash(): number {
    for (let index = 0; index < this.timed; index++) {
      const at = this.times[index] ?? 0;
      let rank = 0;
      while (this.ranks[rank] !== at) rank += 1;
      this.numbers[this.places[index] ?? 0] = rank;
    }
    let high = 0x9747b28c;
    let low = 0x3c6ef372;
    for (let index = 0; index < this.length; index++) {
      const number = this.numbers[index] ?? 0;
      high = mix(high ^ number, 0xcc9e2d51, 15);
      low = mix(low ^ number, 0x85ebca6b, 13);
    }
    high = Math.imul(high ^ (high >>> 16), 0xc2b2ae35);
    low = Math.imul(low ^ (low >>> 15), 0x27d4eb2f);
    return ((high >>> 11) & 0x1fffff) * 2 ** 32 + (low >>> 0);
  }
}

const row = new Row();

/** 53 bits that stand for a world. Two worlds taken for one by mistake: n² ÷ 2⁵⁴, .002 for six million. */
export function fingerprint(world: World): number {
  row.clear();
  row.putTime(world.now);
  row.put(world.left);
  row.put(world.receipts);
  row.put(world.losses);
  row.put(world.lost);
  for (const node in world.toSell) {
    row.put(world.toSell[node] ?? 0);
    row.put(world.escrow.float[node] ?? 0);
  }
  for (const name in world.channels) {
    putBooks(world, name);
    putChannel(world, name);
  }
  return row.hash();
}

function putBooks(world: World, name: string): void {
  const books = world.escrow.channels[name];
  if (books === undefined) return;
  for (const node of books.nodes) row.put(books.held[node] ?? 0);
  row.put(books.exposure);
  row.put(books.debt);
  row.putTime(books.watermark);
  row.putTime(books.settledTo);
  row.put(books.anchors.length);
  for (const anchor of books.anchors) {
    row.put(anchor.upper);
    row.put(anchor.lower);
    row.putTime(anchor.from);
    row.putTime(anchor.to);
  }
  row.put(books.pushes.length);
  row.put(books.readBack === null ? 0 : 1);
  for (const open of books.readBack === null ? books.pushes : [...books.pushes, books.readBack]) {
    row.put(open.id);
    row.put(open.orders.length);
    for (const { at } of open.orders) row.putMaybe(at);
    row.put(open.restocks.length);
    for (const { at } of open.restocks) row.putMaybe(at);
  }
}

function putChannel(world: World, name: string): void {
  const channel = world.channels[name];
  if (channel === undefined) return;
  for (const node in world.toSell) row.put(channel.committed[node] ?? 0);
  row.put(channel.listing);
  row.put(channel.standing);
  row.put(channel.versionApplied);
  row.put(channel.sent);
  row.put(channel.asked);
  row.put(channel.may.sell);
  row.put(channel.may.cancel);
  row.put(channel.may.edit);
  row.put(channel.may.reportLate);
  row.put(channel.orders.length);
  for (const at of channel.orders) row.putTime(at);
  row.put(channel.cancellations.length);
  for (const { at, restocked } of channel.cancellations) {
    row.putTime(at);
    row.put(restocked ? 1 : 0);
  }
  row.put(channel.flights.length);
  for (const flight of channel.flights) {
    row.put(flight.id);
    row.put(flight.copies);
    row.put(flight.after);
    row.putWrite(flight.write);
    row.putTime(flight.sentAt);
    row.putMaybe(flight.landedAt);
  }
  row.put(channel.questions.length);
  for (const question of channel.questions) {
    row.put(question.id);
    row.put(question.read?.shown ?? -1);
    row.putTime(question.askedAt);
    row.putMaybe(question.read?.at ?? null);
  }
  row.put(channel.edits.length);
  for (const edit of channel.edits) {
    row.put(edit.units);
    row.putTime(edit.at);
  }
}

function mix(value: number, factor: number, turn: number): number {
  const scaled = Math.imul(value, factor);
  const turned = (scaled << turn) | (scaled >>> (32 - turn));
  return (Math.imul(turned, 5) + 0x1b873593) | 0;
}
