#!/usr/bin/env node
import { readCommandLine, USAGE } from './command-line.ts'
import { startToJson, startToLines } from './describe-start.ts'
import { startMockPi } from './start-mock-pi.ts'

try {
  const { help, json, options } = readCommandLine(process.argv.slice(2))
  if (help) console.log(USAGE)
  else await serve(options, json)
} catch (error) {
  console.error(`mock-pi: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

async function serve(options: Parameters<typeof startMockPi>[0], json: boolean) {
  const mock = await startMockPi({ ...options, log: (line) => console.error(line) })
  if (json) console.log(JSON.stringify(startToJson(mock)))
  else console.log(['mock-pi is ready', ...startToLines(mock)].join('\n'))
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void mock.close().then(() => process.exit(0)))
  }
}
