import { readFileSync } from 'node:fs'
import path from 'node:path'
import { readCommandLine, USAGE } from './command-line.ts'
import { serveResetRequests, requestReset } from './reset-request.ts'
import { root } from './root.ts'
import { startStack, type Stack } from './start-stack.ts'
import { welcome } from './welcome.ts'

/** Serves until a signal comes or a server ends by itself. */
async function serve(stack: Stack) {
  const signalled = new Promise<undefined>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve(undefined))
    }
  })
  const ended = await Promise.race([signalled, stack.ended])
  if (ended != null) {
    console.error(`\nThe ${ended} stopped by itself: see ${stack.logs[ended]}`)
    process.exitCode = 1
  }
  await stack.stop()
  console.log('\nStopped.')
}

function versions(): string {
  const versionOf = (name: string) => {
    const file = new URL(`../../../apps/${name}/package.json`, import.meta.url)
    // A file of this repository.
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  }
  return ['mock-pi', 'proxy'].map((name) => `${name} ${versionOf(name)}`).join('\n')
}

try {
  const options = readCommandLine(process.argv.slice(2))
  if (options === 'help') console.log(USAGE)
  else if (options === 'version') console.log(versions())
  else if ('reset' in options) {
    await requestReset(path.resolve(root, options.reset))
    console.log('The mock has a new world, the proxy an empty database, and the shop no orders.')
  } else {
    const stack = await startStack(options)
    // From before the line that says how to stop them.
    const served = serve(stack)
    const stopResponding = options.mayReset
      ? serveResetRequests(path.resolve(root, options.dataDir), () => stack.reset())
      : () => {}
    console.log(welcome(stack, performance.now()))
    await Promise.all([served, stack.shop.load(), stack.removeOld()])
    stopResponding()
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
