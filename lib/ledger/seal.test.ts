import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BucketChain,
  firstBucketHash,
  firstRoot,
  hash_bytes,
  type SealedLeaf,
  sameBytes,
  sealBuckets,
  sealKey,
  sealRoot,
} from './seal';

const digest = fc.uint8Array({ minLength: hash_bytes, maxLength: hash_bytes });
const leaf: fc.Arbitrary<SealedLeaf> = fc.record({ bucket: fc.integer({ min: 0, max: 3 }), digest });
const leaves = fc.array(leaf, { minLength: 1, maxLength: 30 });
const facts = {
  seal: 3,
  xid: 900,
  sequence: 12,
  events: 4,
  eventsTotal: 40,
  sealedAt: '2026-01-01T00:00:00.000Z',
};

describe('bucket chains', () => {
  it('count every leaf once, sorted by bucket', () => {
    fc.assert(
      fc.property(leaves, (given) => {
        const sealed = sealBuckets(new Map(), given);
        expect(sealed.reduce((sum, { events }) => sum + events, 0)).toBe(given.length);
        expect(sealed.map(({ bucket }) => bucket)).toEqual(
          [...new Set(given.map(({ bucket }) => bucket))].sort((a, b) => a - b),
        );
      }),
    );
  });

  it('do not depend on how the leaves of other buckets lie between', () => {
    fc.assert(
      fc.property(leaves, (given) => {
        for (const { bucket, hash } of sealBuckets(new Map(), given)) {
          const alone = new BucketChain(firstBucketHash());
          for (const each of given) if (each.bucket === bucket) alone.add(each.digest);
          expect(sameBytes(alone.finish(), hash)).toBe(true);
        }
      }),
    );
  });

  it('change with any leaf changed, removed, added or moved', () => {
    const one = fc.array(digest, { minLength: 2, maxLength: 20 });
    const hashOf = (digests: readonly Uint8Array[]) => {
      const chain = new BucketChain(firstBucketHash());
      for (const each of digests) chain.add(each);
      return chain.finish();
    };
    fc.assert(
      fc.property(one, fc.nat(), digest, (digests, at, other) => {
        const index = at % digests.length;
        const neighbour = (index + 1) % digests.length;
        const [mine, next] = [digests[index] ?? other, digests[neighbour] ?? other];
        fc.pre(!sameBytes(mine, next) && !sameBytes(mine, other));
        const honest = hashOf(digests);
        expect(sameBytes(hashOf(digests.with(index, other)), honest)).toBe(false);
        expect(sameBytes(hashOf(digests.toSpliced(index, 1)), honest)).toBe(false);
        expect(sameBytes(hashOf(digests.toSpliced(index, 0, other)), honest)).toBe(false);
        expect(sameBytes(hashOf(digests.with(index, next).with(neighbour, mine)), honest)).toBe(false);
      }),
    );
  });

  it('go on from the stretch before', () => {
    const before = sealBuckets(new Map(), [{ bucket: 1, digest: new Uint8Array(hash_bytes).fill(1) }]);
    const held = new Map(before.map(({ bucket, hash }) => [bucket, hash]));
    const next = [{ bucket: 1, digest: new Uint8Array(hash_bytes).fill(2) }];
    const [chained, fresh] = [sealBuckets(held, next)[0], sealBuckets(new Map(), next)[0]];
    expect(chained?.hash).not.toEqual(fresh?.hash);
  });
});

describe('the root', () => {
  const key = sealKey('a secret');
  const buckets = sealBuckets(new Map(), [
    { bucket: 7, digest: new Uint8Array(hash_bytes).fill(7) },
    { bucket: 9, digest: new Uint8Array(hash_bytes).fill(9) },
  ]);
  const root = sealRoot(key, facts, firstRoot(), buckets);

  it('is the same for the same', () => {
    expect(sealRoot(sealKey('a secret'), { ...facts }, firstRoot(), [...buckets])).toEqual(root);
  });

  it.each([
    ['another key', sealRoot(sealKey('another'), facts, firstRoot(), buckets)],
    ['another place', sealRoot(key, { ...facts, sequence: 13 }, firstRoot(), buckets)],
    ['another count', sealRoot(key, { ...facts, events: 5 }, firstRoot(), buckets)],
    ['another total', sealRoot(key, { ...facts, eventsTotal: 41 }, firstRoot(), buckets)],
    ['another time', sealRoot(key, { ...facts, sealedAt: '2026-01-01T00:00:00.001Z' }, firstRoot(), buckets)],
    ['another root before', sealRoot(key, facts, root, buckets)],
    ['a bucket less', sealRoot(key, facts, firstRoot(), buckets.slice(1))],
    ['buckets in another order', sealRoot(key, facts, firstRoot(), [...buckets].reverse())],
  ])('differs with %s', (_, other) => {
    expect(sameBytes(other, root)).toBe(false);
  });
});
