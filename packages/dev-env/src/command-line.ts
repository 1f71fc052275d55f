import { parseArgs } from 'node:util'
import { DEFAULT_PROXY_PORT, type StackOptions } from './start-stack.ts'

export const USAGE = `pnpm start: a mock Pi, a proxy in front of it, and a shop that uses both, for development

  --shop-port 3140     port of the demo shop; 0 takes a free one
  --mock-port 3141     port of the mock
  --proxy-port ${DEFAULT_PROXY_PORT}    port of the proxy
  --metrics-port 3143  port of the proxy's metrics
  --data-dir folder    database and logs, emptied at start; default .data/dev, or .data/dev-PORT for
                       another proxy port
  --reset              resets the running pnpm start: a new world of the mock and an empty database;
                       with --proxy-port, the one of that port
  --version            print the versions of both
  --help               print this`

/** Reads the arguments; `help` or `version` when it was asked for. Throws a sentence that names a wrong one. */
export function readCommandLine(
  args: string[],
): StackOptions | { reset: string } | 'help' | 'version' {
  const { values } = parseArgs({
    args,
    options: {
      'shop-port': { type: 'string', default: '3140' },
      'mock-port': { type: 'string', default: '3141' },
      'proxy-port': { type: 'string', default: String(DEFAULT_PROXY_PORT) },
      'metrics-port': { type: 'string', default: '3143' },
      'data-dir': { type: 'string' },
      reset: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  if (values.version) return 'version'
  const proxyPort = readPort('--proxy-port', values['proxy-port'])
  const ownDataDir = proxyPort === DEFAULT_PROXY_PORT ? '.data/dev' : `.data/dev-${proxyPort}`
  if (values.reset) {
    if (values['data-dir'] == null) return { reset: ownDataDir }
    throw new Error(
      '--reset deletes nothing in a folder of --data-dir: stop pnpm start and start it again',
    )
  }
  return {
    shopPort: readPort('--shop-port', values['shop-port']),
    mockPort: readPort('--mock-port', values['mock-port']),
    proxyPort,
    metricsPort: readPort('--metrics-port', values['metrics-port']),
    dataDir: values['data-dir'] ?? ownDataDir,
    mayReset: values['data-dir'] == null && proxyPort !== 0,
  }
}

function readPort(option: string, text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new Error(`${option} must be a port number from 0 to 65535, not ${JSON.stringify(text)}`)
  }
  return port
}
