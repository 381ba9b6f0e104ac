import { z } from 'zod';
import { entryTokenSchema, passwordSchema, personNameSchema } from '@/lib/access/entry-link';
import { getAuth } from '@/lib/access/server/auth';
import { consumeEntryLink } from '@/lib/access/server/consume-entry-link';
import { isOwnOrigin } from '@/lib/access/server/trusted-origins';
import { readConfig } from '@/lib/db/config';

const form_body_bytes_max = 8192;

const formSchema = z.object({
  token: entryTokenSchema,
  name: personNameSchema.optional(),
  password: passwordSchema.optional(),
});

/**
 * Uses a one-time link: a plain form post, so that it works without scripts too. Redirects to the home page with a
 * session, or back to /enter, which says what is wrong.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers, readConfig())) return new Response(null, { status: 403 });
  // A form always says how long it is; what does not is not read at all.
  const length = request.headers.get('content-length');
  if (length === null || Number(length) > form_body_bytes_max) return new Response(null, { status: 413 });
  const body = new URLSearchParams(await request.text());
  const token = body.get('token') ?? '';
  const parsed = formSchema.safeParse(Object.fromEntries(body));
  if (!parsed.success) return seeOther(`/enter?token=${encodeURIComponent(token)}&problem=details_missing`);
  const { name, password } = parsed.data;
  const outcome = await consumeEntryLink(
    parsed.data.token,
    name === undefined || password === undefined ? undefined : { name, password },
  );
  if ('problem' in outcome) return seeOther(`/enter?token=${token}&problem=${outcome.problem}`);
  const { headers } = await getAuth().api.openSession({
    body: { userId: outcome.userId },
    headers: request.headers,
    returnHeaders: true,
  });
  const response = seeOther('/');
  for (const cookie of headers.getSetCookie()) response.headers.append('set-cookie', cookie);
  return response;
}

/** A relative Location, so that whichever name of this host the browser used stays in use. */
function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
}
