#!/usr/bin/env node
import {
  findDescriptorLack,
  OWN_DESCRIPTORS,
  readDescriptorLimit,
} from './files/descriptor-limit.ts'
import './resolve-large.ts'

// Before the rest of the program is read, which takes descriptors too.
const lack = findDescriptorLack(OWN_DESCRIPTORS, readDescriptorLimit())
if (lack == null) {
  const { runCommand } = await import('./run-command.ts')
  process.exitCode = await runCommand(process.argv.slice(2), process.env)
} else {
  process.stderr.write(`${lack}.\n`)
  process.exitCode = 1
}
// A database that failed to open leaves a timer behind, which would hold the process for a minute.
if (process.exitCode !== 0) process.stderr.write('', () => process.exit())
