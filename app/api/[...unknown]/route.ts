import { toResponse } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';

async function unknown(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  return toResponse(
    problem('not_found', `There is nothing at ${pathname}. The API is described at /api/v1/openapi.json.`),
  );
}

export {
  unknown as DELETE,
  unknown as GET,
  unknown as OPTIONS,
  unknown as PATCH,
  unknown as POST,
  unknown as PUT,
};
