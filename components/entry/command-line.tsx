/** A command to type, on a line of its own. */
export function CommandLine({ children }: { children: string }) {
  return (
    <code className="block overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2 text-left font-mono text-table whitespace-pre text-text">
      {children}
    </code>
  );
}
