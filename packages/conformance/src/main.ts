#!/usr/bin/env node
import { runCommand } from './command/run-command.ts'
import { systemSeed } from './system-ports.ts'

process.exitCode = await runCommand({
  args: process.argv.slice(2),
  env: process.env,
  print: (line) => console.log(line),
  warn: (line) => console.error(line),
  newSeed: systemSeed,
})
