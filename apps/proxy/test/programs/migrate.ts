import { migrateCommand } from '../../src/commands/migrate.ts'

process.exitCode = await migrateCommand([], {
  env: process.env,
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
})
