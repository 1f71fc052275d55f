#!/usr/bin/env node
import type { Command } from './commands/command.ts'
import { keysCommand } from './commands/keys.ts'
import { migrateCommand } from './commands/migrate.ts'
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
const commands: Record<string, Command> = {
  serve: serveUntil(signalled),
  keys: keysCommand,
  payouts: payoutsCommand,
  migrate: migrateCommand,
}
const [name = 'serve', ...args] = process.argv.slice(2)
const env = { ...process.env }
for (const variable of secretVariables) delete process.env[variable]
const print = (line: string) => void process.stdout.write(`${line}\n`)
const complain = (line: string) => void process.stderr.write(`${line}\n`)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (command == null) complain(`Usage: proxy [${Object.keys(commands).join(' | ')}]`)
process.exitCode = (await command?.(args, { env, print, complain })) ?? 2
