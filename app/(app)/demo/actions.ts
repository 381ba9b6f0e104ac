'use server';

import { revalidatePath } from 'next/cache';
import { z } from 'zod';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import { sandboxCommandSchema } from '@/lib/demo/control';
import { commandPrograms } from '@/lib/demo/server/command-programs';

const inputSchema = z.strictObject({ name: z.string().max(40).nullable(), command: sandboxCommandSchema });

export type DemoCommand = z.input<typeof inputSchema>;
export type DemoOutcome = { ok: true } | { ok: false; detail: string };

/** Sets a program of the demo's sandbox, or all of them where none is named. */
export async function commandDemoAction(input: DemoCommand): Promise<DemoOutcome> {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) return { ok: false, detail: parsed.error.issues[0]?.message ?? 'Not a command.' };
  const { role } = await requireUser();
  if (!can(role, 'run_demo')) return { ok: false, detail: 'Your role may not run the demo.' };
  const outcome = await commandPrograms(parsed.data.name, parsed.data.command);
  if (!outcome.ok) return { ok: false, detail: outcome.detail };
  revalidatePath('/demo');
  return { ok: true };
}
