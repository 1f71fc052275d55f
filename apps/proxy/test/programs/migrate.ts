import { once } from 'node:events'
import { migrateCommand } from '../../src/commands/migrate.ts'

/** `proxy migrate`, begun when standard input says so: several processes begin in the same moment. */
process.stdout.write('ready\n')
await once(process.stdin, 'data')
process.stdin.destroy()
process.exitCode = await migrateCommand([], {
  env: process.env,
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
})
