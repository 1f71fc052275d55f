#!/usr/bin/env node
import { createRequire } from 'node:module'
import { findNodeLack } from './command/node-lack.ts'

type Manifest = { version: string; engines: { node: string } }
// Stays beside the compiled files too.
const manifest = createRequire(import.meta.url)('../package.json') as Manifest

const lack = findNodeLack(process.versions.node, manifest.engines.node)
if (lack == null) {
  // After the check: what is read here needs the newer Node.
  const { runCommand } = await import('./command/run-command.ts')
  const { systemSeed } = await import('./system-ports.ts')
  process.exitCode = await runCommand({
    args: process.argv.slice(2),
    env: process.env,
    print: (line) => console.log(line),
    warn: (line) => console.error(line),
    newSeed: systemSeed,
    version: manifest.version,
  })
} else {
  console.error(`conformance: ${lack}`)
  process.exitCode = 2
}
