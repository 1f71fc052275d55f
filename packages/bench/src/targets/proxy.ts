// argv[2]: environment of the proxy as JSON, beside what every measurement wants.
import { startProxy } from '@aloha-pi/proxy'
import { countStatements } from './count-statements.ts'
import { serveParent } from './target-process.ts'

const env = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>
const readStatements = countStatements()
const proxy = await startProxy({
  PI_NETWORK: 'Pi Testnet',
  PORT: '0',
  METRICS_PORT: 'off',
  LOG_LEVEL: 'warn',
  RATE_LIMIT_PER_KEY: '1000000',
  RATE_LIMIT_PER_ADDRESS: '1000000',
  ...env,
})
serveParent({ port: Number(new URL(proxy.url).port), url: proxy.url }, () => ({
  statements: readStatements(),
}))
