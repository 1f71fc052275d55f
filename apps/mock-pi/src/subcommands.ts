import type { CommandPorts } from './command/command-ports.ts'

export type Subcommand = (args: string[], ports: CommandPorts) => Promise<void>

/** Each is loaded when it is called: the mock itself starts without them. */
const subcommands: Record<string, Subcommand> = {
  exec: async (args, ports) => (await import('./exec/exec-command.ts')).execCommand(args, ports),
  env: async (args, ports) => (await import('./exec/env-command.ts')).envCommand(args, ports),
  ca: async (args, ports) => (await import('./authority/ca-command.ts')).caCommand(args, ports),
  explain: async (args, { print }) => {
    const { explain, readExplainArguments } = await import('./command/explain.ts')
    print(await explain(readExplainArguments(args)))
  },
  presets: async (args, { print }) => {
    const { listPresets, readPresetsArguments } = await import('./command/list-presets.ts')
    print(listPresets(readPresetsArguments(args)))
  },
  state: async (args, { print }) => {
    const { readStateArguments, stateCommand } = await import('./state/state-command.ts')
    print(await stateCommand(readStateArguments(args)))
  },
  seed: async (args, { print }) => {
    const { readSeedArguments, seedCommand } = await import('./state/seed-command.ts')
    print(await seedCommand(readSeedArguments(args)))
  },
  open: async (args, ports) => (await import('./open/open-command.ts')).openCommand(args, ports),
}

export function findSubcommand(name: string | undefined): Subcommand | undefined {
  return name != null && Object.hasOwn(subcommands, name) ? subcommands[name] : undefined
}
