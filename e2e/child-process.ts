import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Finds, as of now, the process id of what runs a script under a process. Throws where nothing does. */
export async function readChildren(): Promise<(parent: number, script: string) => number> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  const all = stdout.split('\n').flatMap((line) => {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return args === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), args }];
  });
  return (parent, script) => {
    const found = all.find((each) => each.parent === parent && each.args.includes(script));
    if (found === undefined) throw new Error(`No process of ${script} under ${parent}.`);
    return found.pid;
  };
}
