import { docsAsset } from '@/lib/api/docs-page';
import { toResponse } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ asset: string }> },
): Promise<Response> {
  const { asset } = await params;
  return (await docsAsset(asset)) ?? toResponse(problem('not_found', `The viewer has no file ${asset}.`));
}
