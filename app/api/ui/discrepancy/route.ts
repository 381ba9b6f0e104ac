import { z } from 'zod';
import { nameActors } from '@/lib/access/server/name-actors';
import { wholeNumberParameter } from '@/lib/api/list-query';
import { readCase } from '@/lib/discrepancies/server/read-case';
import { codeSchema } from '@/lib/shared/text';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({
  sku: codeSchema,
  node: codeSchema,
  sequence: wholeNumberParameter(1, Number.MAX_SAFE_INTEGER),
});

export const GET = screenRead('read_operations', querySchema, async (pool, key) => {
  const found = await readCase(pool, key);
  if (found === null) return null;
  const names = await nameActors(
    pool,
    found.counts.map(({ by }) => by),
  );
  return {
    ...found,
    counts: found.counts.map((each) => ({ ...each, byName: names.get(each.by) ?? each.by })),
  };
});
