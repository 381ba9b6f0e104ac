import type { Tally } from './schema';

/** Takes an entry into the plan: changed rows are kept, and every one is counted. */
export class Changes<Row extends object> {
  readonly changed: Row[] = [];
  readonly tally: Tally = { created: 0, updated: 0, unchanged: 0 };

  /** Notes the row as it will be beside the row as it was; true where it has to be written. */
  note(before: Row | undefined, after: Row): boolean {
    if (before === undefined) this.tally.created += 1;
    else if (sameValue(before, after)) {
      this.tally.unchanged += 1;
      return false;
    } else this.tally.updated += 1;
    this.changed.push(after);
    return true;
  }
}

/** Deep equality of plain data; the order of keys does not count, that of arrays does. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every(
    (key) => Object.hasOwn(other, key) && sameValue(Reflect.get(one, key), Reflect.get(other, key)),
  );
}
