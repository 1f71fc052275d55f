/** What a command has of its process; only `main.ts` reads it there. */
export type CommandPorts = {
  env: Readonly<Record<string, string | undefined>>
  /** In ms. */
  now: () => number
  /** A line on stdout. */
  print: (line: string) => void
  /** A line on stderr. */
  say: (line: string) => void
}
