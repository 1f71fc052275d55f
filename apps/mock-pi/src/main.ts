#!/usr/bin/env node
import { createRequire } from 'node:module'
import { findInsecureParser } from '@aloha-pi/express-server'
import { maskSecrets } from '@aloha-pi/contracts'
import { readCommandLine, USAGE } from './command/command-line.ts'
import { startToJson, startToLines } from './command/describe-start.ts'
import { explain, readExplainArguments } from './command/explain.ts'
import { startMockPi } from './server/start-mock-pi.ts'

try {
  const [first, ...others] = process.argv.slice(2)
  if (first === 'explain') console.log(await explain(readExplainArguments(others)))
  else await start()
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error)
  console.error(maskSecrets(`mock-pi: ${reason}`))
  process.exitCode = 1
}

async function start() {
  const { help, version, json, options } = readCommandLine(process.argv.slice(2), process.env)
  if (help) console.log(USAGE)
  else if (version) console.log(readVersion())
  else await serve(options, json)
}

function readVersion(): string {
  // The manifest of this package, which stays beside its compiled files too.
  const manifest = createRequire(import.meta.url)('../package.json') as { version: string }
  return manifest.version
}

async function serve(options: Parameters<typeof startMockPi>[0], json: boolean) {
  const unsafe = findInsecureParser([...process.execArgv, process.env['NODE_OPTIONS'] ?? ''])
  if (unsafe != null) throw new Error(unsafe)
  const mock = await startMockPi({ ...options, log: (line) => console.error(line) })
  if (json) console.log(JSON.stringify(startToJson(mock)))
  else console.log(['mock-pi is ready', ...startToLines(mock)].join('\n'))
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void mock.close().then(() => process.exit(0)))
  }
}
