import type { CommandPorts } from './command/command-ports.ts'
import type { SubcommandName } from './command/pages.ts'

export type Subcommand = (args: string[], ports: CommandPorts) => Promise<void>

/** Each is loaded when it is called: the mock itself starts without them. */
const subcommands: Readonly<Record<Exclude<SubcommandName, 'start'>, Subcommand>> = {
  exec: async (args, ports) => (await import('./exec/exec-command.ts')).execCommand(args, ports),
  env: async (args, ports) => (await import('./exec/env-command.ts')).envCommand(args, ports),
  ca: async (args, ports) => (await import('./command/ca-command.ts')).caCommand(args, ports),
  explain: async (args, { print }) => {
    const { explain, readExplainArguments } = await import('./command/explain.ts')
    print(await explain(readExplainArguments(args)))
  },
  presets: async (args, { print }) => {
    const { listPresets, readPresetsArguments } = await import('./command/list-presets.ts')
    print(listPresets(readPresetsArguments(args)))
  },
  state: async (args, { print }) => {
    const { readStateArguments, stateCommand } = await import('./command/state-command.ts')
    print(await stateCommand(readStateArguments(args)))
  },
  seed: async (args, { print }) => {
    const { readSeedArguments, seedCommand } = await import('./command/seed-command.ts')
    print(await seedCommand(readSeedArguments(args)))
  },
  completion: async (args, { print }) => {
    const { completionFor, readCompletionArguments } = await import('./command/completion.ts')
    print(completionFor(readCompletionArguments(args)))
  },
  record: async (args, ports) =>
    (await import('./record/record-command.ts')).recordCommand(args, ports),
  open: async (args, ports) => (await import('./open/open-command.ts')).openCommand(args, ports),
}

/** Undefined for `start`, which needs no more than the mock. */
export function findSubcommand(name: SubcommandName): Subcommand | undefined {
  return name === 'start' ? undefined : subcommands[name]
}
