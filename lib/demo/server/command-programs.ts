import { type SandboxCommand, sandboxStatusSchema } from '../control';
import { callProgram } from './call-program';
import { readSandbox } from './read-sandbox';

export type CommandOutcome =
  | { ok: true }
  | { ok: false; code: 'no_demo' | 'unknown_program' | 'unreachable'; detail: string };

/** Tells one program, or all of them, what to do from now on. */
export async function commandPrograms(name: string | null, command: SandboxCommand): Promise<CommandOutcome> {
  const manifest = await readSandbox();
  if (manifest === null) return { ok: false, code: 'no_demo', detail: 'No demo runs here.' };
  const programs = manifest.programs.filter((program) => name === null || program.name === name);
  if (programs.length === 0)
    return { ok: false, code: 'unknown_program', detail: `The demo has no program ${name}.` };
  const answers = await Promise.all(
    programs.map((program) => callProgram(manifest, program, sandboxStatusSchema, '/control', command)),
  );
  const silent = programs.filter((_, index) => answers[index] === null).map(({ title }) => title);
  if (silent.length === 0) return { ok: true };
  return {
    ok: false,
    code: 'unreachable',
    detail: `${silent.join(', ')} did not answer and goes on as before. Try again in a few seconds.`,
  };
}
