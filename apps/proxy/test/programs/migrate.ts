import { once } from 'node:events'
import { createCommandIo } from '../../src/operator/command.ts'
import { migrateCommand } from '../../src/commands/migrate.ts'

/** `proxy migrate`, begun when standard input says so: several processes begin in the same moment. */
process.stdout.write('ready\n')
await once(process.stdin, 'data')
process.stdin.destroy()
process.exitCode = await migrateCommand(
  [],
  createCommandIo(process.env, {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  }),
)
