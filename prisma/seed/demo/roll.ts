/**
 * A number from 0 to 1 (exclusive) that is always the same for the same words: FNV-1a, then mixed so that neighbouring
 * words give far-apart numbers. What is decided by it does not depend on the order in which things are decided.
 */
export function roll(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  const text = words.join('\u0000');
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

/** A whole number from `least` to `most`, both included. */
export function rollBetween(least: number, most: number, ...words: readonly (string | number)[]): number {
  return least + Math.floor(roll(...words) * (most - least + 1));
}

/** One of the choices, by their weights. */
export function rollAmong<Choice>(
  choices: readonly { choice: Choice; weight: number }[],
  ...words: readonly (string | number)[]
): Choice {
  let left = roll(...words) * choices.reduce((sum, { weight }) => sum + weight, 0);
  for (const { choice, weight } of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new Error('There is nothing to choose from.');
  return last.choice;
}
