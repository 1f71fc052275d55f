import { parseArgs } from 'node:util'
import { startStack, type Stack } from './start-stack.ts'
import { welcome } from './welcome.ts'

const startedAt = performance.now()
const { values } = parseArgs({
  options: {
    'mock-port': { type: 'string', default: '3141' },
    'proxy-port': { type: 'string', default: '3142' },
    'metrics-port': { type: 'string', default: '3143' },
    'data-dir': { type: 'string', default: '.data/dev' },
  },
})

async function run(stack: Stack) {
  console.log(welcome(stack, performance.now() - startedAt))
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

try {
  const stack = await startStack({
    mockPort: Number(values['mock-port']),
    proxyPort: Number(values['proxy-port']),
    metricsPort: Number(values['metrics-port']),
    dataDir: values['data-dir'],
  })
  await run(stack)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
