import { createRequire } from 'node:module'
import { createCommandIo, type Command, type Outputs } from './operator/command.ts'
import { doctorCommand } from './commands/doctor.ts'
import { keysUsage } from './commands/keys-arguments.ts'
import { keysCommand } from './commands/keys.ts'
import { migrateCommand } from './commands/migrate.ts'
import { payoutsUsage } from './commands/payouts-arguments.ts'
import { payoutsCommand } from './commands/payouts.ts'
import { serveUntil } from './server/serve.ts'
import type { Env } from './config/env.ts'
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
proxy doctor
${keysUsage}
${payoutsUsage}
proxy --version

Settings are environment variables: docs/configuration.md of the proxy, which is in dist/docs of its package.`

const commands: Record<string, Command> = {
  serve: serveUntil(signalled),
  keys: keysCommand,
  payouts: payoutsCommand,
  migrate: migrateCommand,
  doctor: doctorCommand,
}
const ofProcess: Outputs = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
}

/** Runs the command that the arguments name; returns the exit code. Takes the secrets out of the environment. */
export async function runCommand(
  [name = 'serve', ...args]: readonly string[],
  processEnv: Env,
  outputs = ofProcess,
): Promise<number> {
  const env = { ...processEnv }
  for (const variable of secretVariables) delete processEnv[variable]
  const io = createCommandIo(env, outputs)
  if (name === '--version') {
    // The manifest of this package, which is beside its compiled files as well.
    const manifest = createRequire(import.meta.url)('../package.json') as { version: string }
    io.print(manifest.version)
    return 0
  }
  if ([name, args[0]].some((word) => word === '--help' || word === '-h')) {
    io.print(usage)
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command != null) return command(args, io)
  // An unknown name is not repeated: it may be a key in the wrong place.
  io.complain(`There is no such command.\n\n${usage}`)
  return 2
}
