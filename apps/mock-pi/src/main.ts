#!/usr/bin/env node
import { createRequire } from 'node:module'
import { maskSecrets } from '@aloha-pi/contracts'
import { chooseSubcommand } from './command/choose-subcommand.ts'
import { isAsked, readCommandLine } from './command/command-line.ts'
import type { CommandPorts } from './command/command-ports.ts'
import { startToJson, startToLines } from './command/describe-start.ts'
import { FAILED, WRONG_USAGE } from './command/exit-codes.ts'
import { isUsageError } from './command/usage-error.ts'
import { startByCommand } from './command/use-mock.ts'
import { findSubcommand } from './subcommands.ts'

const ports: CommandPorts = {
  env: process.env,
  now: () => Date.now(),
  print: (line) => console.log(line),
  say: (line) => console.error(line),
}

try {
  const chosen = chooseSubcommand(process.argv.slice(2))
  if (chosen.kind === 'help') console.log(chosen.text)
  else await (findSubcommand(chosen.name) ?? start)(chosen.args, ports)
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error)
  console.error(maskSecrets(`mock-pi: ${reason}`))
  process.exitCode = isUsageError(error) ? WRONG_USAGE : FAILED
}

async function start(args: string[]) {
  const read = readCommandLine(args, process.env)
  if (read.version) console.log(readVersion())
  else await serve(read)
}

function readVersion(): string {
  // The manifest of this package, which stays beside its compiled files too.
  const manifest = createRequire(import.meta.url)('../package.json') as { version: string }
  return manifest.version
}

async function serve({ json, options, entrances }: ReturnType<typeof readCommandLine>) {
  const isOpened = isAsked(entrances)
  const mock = await startByCommand(options, ports)
  // Loaded only for those who ask.
  const opened = isOpened
    ? await (await import('./tunnel/open-beside.ts')).openBeside(mock, entrances, ports)
    : { ports: {}, lines: [], close: async () => {} }
  if (json) console.log(JSON.stringify({ ...startToJson(mock), ...opened.ports }))
  else console.log(['mock-pi is ready', ...startToLines(mock), ...opened.lines].join('\n'))
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      void Promise.all([mock.close(), opened.close()]).then(
        () => process.exit(0),
        (error: Error) => {
          console.error(maskSecrets(`mock-pi: ${error.message}`))
          process.exit(1)
        },
      )
    })
  }
}
