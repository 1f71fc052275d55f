#!/usr/bin/env node
import { createCommandIo, type Command } from './commands/command.ts'
import { keysUsage } from './commands/keys-arguments.ts'
import { keysCommand } from './commands/keys.ts'
import { migrateCommand } from './commands/migrate.ts'
import { payoutsUsage } from './commands/payouts-arguments.ts'
import { payoutsCommand } from './commands/payouts.ts'
import { serveUntil } from './commands/serve.ts'
import { secretVariables } from './config/config.ts'

/** The first signal asks to stop; a second one does not wait for it. */
async function signalled() {
  const { promise, resolve } = Promise.withResolvers<void>()
  let count = 0
  const stop = () => (count++ === 0 ? resolve() : process.exit(1))
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
  return promise
}
const usage = `proxy [serve]
proxy migrate
${keysUsage}
${payoutsUsage}

Settings are environment variables: apps/proxy/docs/configuration.md.`

const commands: Record<string, Command> = {
  serve: serveUntil(signalled),
  keys: keysCommand,
  payouts: payoutsCommand,
  migrate: migrateCommand,
}
const [name = 'serve', ...args] = process.argv.slice(2)
const env = { ...process.env }
for (const variable of secretVariables) delete process.env[variable]
const io = createCommandIo(env, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
})
/** An unknown name is not repeated: it may be a key in the wrong place. */
const unknown: Command = async () => {
  io.complain(`There is no such command.\n\n${usage}`)
  return 2
}
const help: Command = async () => {
  io.print(usage)
  return 0
}

function chosen(): Command {
  if ([name, args[0]].some((word) => word === '--help' || word === '-h')) return help
  return (Object.hasOwn(commands, name) ? commands[name] : undefined) ?? unknown
}
process.exitCode = await chosen()(args, io)
// A database that failed to open leaves a timer behind, which would hold the process for a minute.
if (process.exitCode !== 0) process.stderr.write('', () => process.exit())
