import { putCatalogContract } from '@/lib/api/contracts/catalog';
import { methods, route } from '@/lib/api/handler';
import { pointerOf } from '@/lib/api/issues';
import { problem } from '@/lib/api/problem';
import { databaseErrorKind } from '@/lib/db/errors';
import { putCatalogAs } from '@/lib/runtime/catalog';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  PUT: route(putCatalogContract, async ({ pool, body, principal }) => {
    try {
      const put = await putCatalogAs(pool, body, principal);
      if (put.ok) return { status: 200, body: put.result };
      const { kind, code, detail, findings } = put.refusal;
      return problem(kind, detail, {
        code,
        errors: findings.map((finding) => ({ pointer: pointerOf(finding.path), detail: finding.detail })),
      });
    } catch (error) {
      // Two listings that swap their external ids pass through a state in which both have the same.
      if (databaseErrorKind(error) !== 'unique') throw error;
      return problem(
        'conflict',
        'Barcodes or external ids change hands within this call: do it in two steps.',
      );
    }
  }),
});
